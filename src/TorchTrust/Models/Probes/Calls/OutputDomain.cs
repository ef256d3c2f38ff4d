using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What kind of numbers an output is.</summary>
internal static class OutputDomain
{
    /// <summary>
    /// The dimensions along which an output is a distribution: no element is negative, and the sum is one, up to the rounding of its
    /// elements.
    /// </summary>
    public static IEnumerable<int> Distributions(Tensor output)
    {
        if (!output.is_floating_point() || output.numel() == 0)
        {
            yield break;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor values = output.detach();
        if (values.lt(0).any().item<bool>())
        {
            yield break;
        }

        for (int dimension = 0; dimension < values.dim(); dimension++)
        {
            long size = values.size(dimension);
            double away = (values.to(ScalarType.Float64).sum(dim: dimension) - 1).abs().max().item<double>();
            if (size > 1 && away <= finfo(values.dtype).eps * (size + 10))
            {
                yield return dimension;
            }
        }
    }

    /// <summary>Whether all elements lie between zero and one.</summary>
    public static bool AreWithinOne(Tensor output)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor values = output.detach();
        return values.ge(0).logical_and(values.le(1)).all().item<bool>();
    }

    /// <summary>Whether all elements lie between zero and one, and some strictly.</summary>
    public static bool AreProbabilities(Tensor output)
    {
        if (!output.is_floating_point() || output.numel() == 0)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor values = output.detach();
        return values.ge(0).logical_and(values.le(1)).all().item<bool>() && values.gt(0).logical_and(values.lt(1)).any().item<bool>();
    }
}
