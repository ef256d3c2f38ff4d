using TorchTrust.Probes;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Parts;

/// <summary>A batch of as many samples as a part asks for: several batches of the loop joined, and cut.</summary>
internal static class BatchOfSize
{
    /// <summary>So many batches are chosen from where a part draws: where batches come by epoch, going there reads all between.</summary>
    private const long Batches = 16;

    /// <summary>Makes one; a batch as it is where its tensors have no first dimension in common, or cannot be joined.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="draw">Which samples.</param>
    public static object? Of(LiveLoop loop, long count, long draw)
    {
        long first = Math.Abs(draw % Batches);
        object? batch = loop.Batch(first);
        for (long next = 1; BatchTensors.CommonSize(batch) is { } size && size < count; next++)
        {
            if (BatchTensors.Joined(batch, loop.Batch(first + next)) is not { } joined)
            {
                return batch;
            }

            batch = joined;
        }

        return BatchTensors.CommonSize(batch) is null ? batch : TensorTree.Map(batch, (_, tensor) => tensor.narrow(0, 0, count).clone());
    }
}
