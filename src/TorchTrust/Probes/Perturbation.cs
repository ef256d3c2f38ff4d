using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Changes the content of a region of the inputs and nothing else: shapes, memory alignment and kernels stay the same.</summary>
internal static class Perturbation
{
    /// <summary>
    /// The inputs with a region's content changed in several ways: drawn anew, ten times as large, of the other sign.
    /// </summary>
    /// <remarks>The last two are for floating inputs whose range is not declared. All content is finite.</remarks>
    public static IEnumerable<ModelInputs> Of(ModelSession session, ModelInputs inputs, Region region, long draw)
    {
        yield return Redrawn(session, inputs, region, draw);
        if (session.Subject.Facts.InputRange is null && inputs.Leaves.Any(leaf => leaf.Tensor.is_floating_point()))
        {
            yield return region.Replace(inputs, Scaled(inputs, 10));
            yield return region.Replace(inputs, Scaled(inputs, -1));
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
        return region.Replace(inputs, inputs.With((_, tensor) => !tensor.is_floating_point()
            ? tensor
            : tensor * (1 + (randint_like(tensor, 0, 2).mul(2).sub(1) * finfo(tensor.dtype).eps))));
    }

    private static ModelInputs Scaled(ModelInputs inputs, double factor)
    {
        using IDisposable _ = no_grad();
        return inputs.With((_, tensor) => tensor.is_floating_point() ? tensor * factor : tensor);
    }
}
