using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The part of an output that belongs to one sample.</summary>
internal static class SampleOutputs
{
    /// <summary>Whether the outputs of a sample have the same bits in two results.</summary>
    public static bool AreEqual(ForwardResult a, ForwardResult b, SampleLayout layout, long sample) =>
        Pairs(a, b, layout, sample).All(pair => TensorBits.AreEqual(pair.A, pair.B));

    /// <summary>The largest absolute difference between the outputs of a sample; infinite where one is not finite.</summary>
    public static double Distance(ForwardResult a, ForwardResult b, SampleLayout layout, long sample)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        return Pairs(a, b, layout, sample).Max(pair => MaxDifference(pair.A, pair.B));
    }

    private static double MaxDifference(Tensor a, Tensor b)
    {
        if (TensorBits.AreEqual(a, b) || a.numel() == 0)
        {
            return 0;
        }

        using Tensor difference = (Real(a) - Real(b)).abs().max();
        double value = difference.item<double>();
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    private static Tensor Real(Tensor tensor) => (tensor.is_complex() ? view_as_real(tensor.resolve_conj()) : tensor).to(ScalarType.Float64);

    private static IEnumerable<(Tensor A, Tensor B)> Pairs(ForwardResult a, ForwardResult b, SampleLayout layout, long sample) =>
        a.Leaves.Zip(b.Leaves)
            .Where(pair => layout[pair.First.Path].HasSamples && layout[pair.First.Path].Holds(sample))
            .Select(pair => (
                layout[pair.First.Path].Of(pair.First.Tensor.detach(), sample),
                layout[pair.Second.Path].Of(pair.Second.Tensor.detach(), sample)));
}
