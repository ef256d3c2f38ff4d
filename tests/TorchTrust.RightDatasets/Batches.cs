namespace TorchTrust.RightDatasets;

/// <summary>Loading as small projects write it: an order, chunks, and a stack.</summary>
internal static class Batches
{
    /// <summary>Indices in chunks of a size; the last one may be smaller, or is dropped.</summary>
    public static IEnumerable<long[]> Chunks(IEnumerable<long> order, int size, bool dropLast = false) =>
        order.Chunk(size).Where(chunk => !dropLast || chunk.Length == size);

    /// <summary>Items stacked field by field.</summary>
    public static Dictionary<string, Tensor> Stack(IReadOnlyList<Dictionary<string, Tensor>> items) =>
        items[0].Keys.ToDictionary(key => key, key => stack(items.Select(item => item[key])));

    /// <summary>An epoch in an order that seed and epoch decide.</summary>
    public static IEnumerable<Dictionary<string, Tensor>> Epoch(
        Dataset items, int size, long seed, long epoch, bool dropLast = false, bool shuffles = true)
    {
        long[] order = shuffles
            ? Draw.Order(items.Count, seed, epoch)
            : [.. Enumerable.Range(0, (int)items.Count).Select(index => (long)index)];
        return Chunks(order, size, dropLast).Select(chunk => Stack([.. chunk.Select(items.GetTensor)]));
    }

    /// <summary>Sequences <c>[T]</c> of several lengths as <c>[N, longest]</c>, filled up with a value.</summary>
    public static Tensor Pad(IReadOnlyList<Tensor> sequences, long value)
    {
        Tensor padded = full(sequences.Count, sequences.Max(sequence => sequence.shape[0]), value, dtype: ScalarType.Int64);
        for (int row = 0; row < sequences.Count; row++)
        {
            padded[row].narrow(0, 0, sequences[row].shape[0]).copy_(sequences[row]);
        }

        return padded;
    }
}
