using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Changes the content of one sample and nothing else: shapes, memory alignment and kernels stay the same.</summary>
internal static class Perturbation
{
    /// <summary>
    /// The inputs with one sample's content changed in several ways: drawn anew, ten times as large, of the other sign.
    /// </summary>
    /// <remarks>The last two are for floating inputs, and stay within a declared range.</remarks>
    public static IEnumerable<ModelInputs> OfSample(ModelSession session, ModelInputs inputs, long sample)
    {
        yield return inputs.WithSample(sample, session.Inputs(inputs.Count, draw: 100 + sample), session.InputLayout);
        if (session.Subject.Facts.InputRange is null && inputs.Leaves.Any(leaf => leaf.Tensor.is_floating_point()))
        {
            yield return inputs.WithSample(sample, Scaled(inputs, 10), session.InputLayout);
            yield return inputs.WithSample(sample, Scaled(inputs, -1), session.InputLayout);
        }
    }

    /// <summary>The inputs with one sample's floating content moved by one unit in the last place, up or down at random.</summary>
    public static ModelInputs ByOneUlp(ModelSession session, ModelInputs inputs, long sample, long draw)
    {
        using RandomState _ = RandomState.Fork(session.Seed + 300 + draw);
        using IDisposable __ = no_grad();
        ModelInputs moved = inputs.With((_, tensor) => !tensor.is_floating_point()
            ? tensor
            : tensor * (1 + (randint_like(tensor, 0, 2).mul(2).sub(1) * finfo(tensor.dtype).eps)));
        return inputs.WithSample(sample, moved, session.InputLayout);
    }

    private static ModelInputs Scaled(ModelInputs inputs, double factor)
    {
        using IDisposable _ = no_grad();
        return inputs.With((_, tensor) => tensor.is_floating_point() ? tensor * factor : tensor);
    }
}
