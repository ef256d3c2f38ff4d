using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Changes the content of a region of the inputs and nothing else: shapes, memory alignment and kernels stay the same.</summary>
internal static class Perturbation
{
    /// <summary>
    /// The inputs with a region's content changed in several ways: drawn anew, ten times as large, of the other sign.
    /// </summary>
    /// <remarks>
    /// The last two are for floating inputs whose range is not declared. All content is finite: see <see cref="TryRun"/>.
    /// </remarks>
    public static IEnumerable<ModelInputs> Of(ModelSession session, ModelInputs inputs, Region region, long draw)
    {
        yield return Redrawn(session, inputs, region, draw);
        if (session.Subject.Facts.InputRange is null && inputs.Leaves.Any(leaf => leaf.Tensor.is_floating_point()))
        {
            yield return region.Replace(inputs, Scaled(inputs, 10));
            yield return region.Replace(inputs, Scaled(inputs, -1));
        }
    }

    /// <summary>Whether any bit of the content is another: a recipe may make the same at each draw.</summary>
    public static bool Changes(ModelInputs inputs, ModelInputs perturbed) =>
        inputs.Leaves.Zip(perturbed.Leaves).Any(pair => !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));

    /// <summary>
    /// Runs a model on changed content, unless that says nothing: the model may refuse content that its recipe would not
    /// make, and what is not finite for such content spreads through right code (0·NaN in every causal attention).
    /// </summary>
    /// <returns>What it gave, or null where nothing follows from it.</returns>
    public static ForwardResult? TryRun(ModelSession session, ModelInputs perturbed, ForwardMode mode, ForwardResult before)
    {
        try
        {
            ForwardResult after = session.Run(perturbed, mode);
            return Outputs.LosesFiniteness(before, after) ? null : after;
        }
        catch (AlteredSubjectException)
        {
            return null;
        }
    }

    /// <summary>The inputs with a region's content drawn anew.</summary>
    public static ModelInputs Redrawn(ModelSession session, ModelInputs inputs, Region region, long draw) =>
        region.Replace(inputs, session.Inputs(inputs.Count, draw: 100 + draw));

    /// <summary>The inputs with a region's floating content moved by one unit in the last place, up or down at random.</summary>
    public static ModelInputs ByOneUlp(ModelSession session, ModelInputs inputs, Region region, long draw)
    {
        using RandomState _ = RandomState.Fork(session.Seed + 300 + draw);
        using IDisposable __ = no_grad();
        return region.Replace(inputs, inputs.WithEach(tensor => !tensor.is_floating_point()
            ? tensor
            : tensor * (1 + (randint_like(tensor, 0, 2).mul(2).sub(1) * finfo(tensor.dtype).eps))));
    }

    /// <summary>The inputs with a region's floating content moved by a share of itself.</summary>
    public static ModelInputs ByShare(ModelInputs inputs, Region region, double share) => region.Replace(inputs, Scaled(inputs, 1 + share));

    private static ModelInputs Scaled(ModelInputs inputs, double factor)
    {
        using IDisposable _ = no_grad();
        return inputs.WithEach(tensor => tensor.is_floating_point() && IsScalable(tensor) ? tensor * factor : tensor);
    }

    /// <summary>Neither infinite, as an additive mask is, nor zeros and ones only, as an indicator is: those have no other scale.</summary>
    private static bool IsScalable(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>() && !tensor.eq(0).logical_or(tensor.eq(1)).all().item<bool>();
    }
}
