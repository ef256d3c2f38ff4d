namespace TorchTrust.Datasets.Reading;

/// <summary>What stands between the user's data set and whoever reads it: how a known fault is put into a live data set.</summary>
/// <param name="Split">The split that is concerned; null for all.</param>
/// <param name="ConcernsAll">Whether more than the first items are concerned.</param>
internal sealed record Rewiring(string? Split, bool ConcernsAll)
{
    /// <summary>
    /// Whether all items have to be read again where a few do not decide, since exact statistics of a split are concerned; else some
    /// thousands, spread over it, show the fault as well.
    /// </summary>
    public bool NeedsAll { get; init; }

    /// <summary>Whether items are changed when they are read once more, and not in one pass over all of them.</summary>
    public bool KeepsFirstReads { get; init; }

    /// <summary>Done before a pass over items that it changes, where the fault is fitted to the items that are read.</summary>
    public Action? BeforePass { get; init; }

    /// <summary>Gives another item in place of the one that was read.</summary>
    public Func<LiveSplit, DatasetItem, DatasetItem>? Item { get; init; }

    /// <summary>Gives other batches in place of those of an epoch; the last is the number of workers.</summary>
    public Func<DatasetSession, IEnumerable<DatasetBatch>, long, int, IEnumerable<DatasetBatch>>? Batches { get; init; }

    /// <summary>Whether a split is concerned.</summary>
    public bool Concerns(string split) => Split is null || Split == split;
}
