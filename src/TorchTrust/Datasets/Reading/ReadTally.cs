namespace TorchTrust.Datasets.Reading;

/// <summary>Counts what is read of a data set, in all of its openings. For several threads at a time.</summary>
internal sealed class ReadTally
{
    private long _items;
    private long _batches;

    /// <summary>What was read so far.</summary>
    public PassCount Count => new() { Items = Interlocked.Read(ref _items), Batches = Interlocked.Read(ref _batches) };

    /// <summary>An item is read.</summary>
    public void Item() => Interlocked.Increment(ref _items);

    /// <summary>A batch is loaded.</summary>
    public void Batch() => Interlocked.Increment(ref _batches);
}
