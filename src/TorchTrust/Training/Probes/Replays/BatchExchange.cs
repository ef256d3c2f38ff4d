using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>Hands over another batch in some steps of a replay, and tells whether that one held something else.</summary>
/// <param name="isExchanged">Which steps, from 0.</param>
/// <param name="mix">Makes a batch of the step's own and another; the other one if left out.</param>
internal sealed class BatchExchange(Func<long, bool> isExchanged, Func<object?, object?, object?>? mix = null)
{
    /// <summary>Why nothing can be said where no batch differs from another.</summary>
    public const string AllAlike = "All batches are alike, so that none can be exchanged.";

    /// <summary>Whether any batch that was handed over differs from the one that it stands for.</summary>
    public bool HasDiffered { get; private set; }

    /// <summary>Gives the batch of a step.</summary>
    public object? Batch(LiveLoop loop, long n)
    {
        object? own = loop.Batch(n);
        if (!isExchanged(n))
        {
            return own;
        }

        object? other = Replays.OtherBatch(loop, n);
        object? given = mix is null ? other : mix(own, other);
        HasDiffered |= Differ(own, given);
        return given;
    }

    private static bool Differ(object? one, object? other)
    {
        IReadOnlyList<(string Path, Tensor Tensor)> first = TensorTree.Flatten(one);
        IReadOnlyList<(string Path, Tensor Tensor)> second = TensorTree.Flatten(other);
        return first.Count != second.Count || first.Zip(second).Any(pair => !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor));
    }
}
