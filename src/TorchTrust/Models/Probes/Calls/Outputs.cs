using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Compares the same part of two results.</summary>
internal static class Outputs
{
    /// <summary>Whether a region has the same bits in two results.</summary>
    public static bool AreEqual(ForwardResult a, ForwardResult b, Region region)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return Parts(a, b, region).All(pair => TensorBits.AreEqual(pair.A, pair.B));
    }

    /// <summary>Whether all outputs have the same structure and bits.</summary>
    public static bool AreEqual(ForwardResult a, ForwardResult b) =>
        a.Leaves.Select(leaf => leaf.Path).SequenceEqual(b.Leaves.Select(leaf => leaf.Path))
        && a.Leaves.Zip(b.Leaves).All(pair => TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));

    /// <summary>The largest absolute difference within a region; infinite where a difference is not finite.</summary>
    public static double Distance(ForwardResult a, ForwardResult b, Region region)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return Parts(a, b, region).Select(pair => TensorDistance.Between(pair.A, pair.B)).DefaultIfEmpty(0).Max();
    }

    /// <summary>One unit in the last place of the largest number of a region: less than that nothing can change.</summary>
    public static double Ulp(ForwardResult result, Region region)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return result.Parts
            .Select(leaf => region.Of(leaf.Path, leaf.Tensor.detach())).OfType<Tensor>()
            .Select(TensorDistance.Ulp).DefaultIfEmpty(0).Max();
    }

    /// <summary>Whether a result has a number that is not finite where the other has one that is.</summary>
    public static bool LosesFiniteness(ForwardResult before, ForwardResult after)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return before.Leaves.Zip(after.Leaves)
            .Where(pair => pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape))
            .Any(pair => TensorDistance.Real(pair.First.Tensor).isfinite()
                .logical_and(TensorDistance.Real(pair.Second.Tensor).isfinite().logical_not()).any().item<bool>());
    }

    private static IEnumerable<(Tensor A, Tensor B)> Parts(ForwardResult a, ForwardResult b, Region region) => a.Parts.Zip(b.Parts)
        .Where(pair => pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape))
        .Select(pair => (
            A: region.Of(pair.First.Path, pair.First.Tensor.detach()),
            B: region.Of(pair.Second.Path, pair.Second.Tensor.detach())))
        .Where(pair => pair is { A: not null, B: not null })
        .Select(pair => (pair.A!, pair.B!));
}
