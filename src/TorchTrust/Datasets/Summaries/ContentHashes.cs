namespace TorchTrust.Datasets.Summaries;

/// <summary>
/// Which contents occur, how often, and first where. Exact on all contents while they fit; beyond that on those whose hash lies
/// below a threshold, which is halved as memory fills: the same contents are then kept whatever the order, and in every split.
/// </summary>
/// <param name="capacity">How many contents are kept at most.</param>
internal sealed class ContentHashes(int capacity = ContentHashes.MaximumContents)
{
    /// <summary>About 100 MB.</summary>
    public const int MaximumContents = 1 << 20;

    private readonly Dictionary<UInt128, ContentEntry> _entries = [];

    /// <summary>Contents whose hash lies below are kept; a power of two, or everything.</summary>
    public UInt128 Threshold { get; private set; } = UInt128.MaxValue;

    /// <summary>The share of contents that is kept.</summary>
    public double Share => Threshold == UInt128.MaxValue ? 1 : (double)Threshold / (double)UInt128.MaxValue;

    /// <summary>What is kept, by hash.</summary>
    public IReadOnlyDictionary<UInt128, ContentEntry> Entries => _entries;

    /// <summary>How many items have a content that is kept.</summary>
    public long Items => _entries.Values.Sum(entry => entry.Count);

    /// <summary>How many contents occur once.</summary>
    public long Singles => _entries.Values.LongCount(entry => entry.Count == 1);

    /// <summary>Takes in the content of an item.</summary>
    /// <param name="hash">The hash of its inputs.</param>
    /// <param name="index">Its index.</param>
    /// <param name="target">The hash of its targets.</param>
    /// <param name="distinct">How many different values its inputs have.</param>
    public void Add(UInt128 hash, long index, UInt128 target, int distinct) => Add(hash, new ContentEntry(1, index, index, target, false, distinct));

    /// <summary>Takes in the contents of other items.</summary>
    public void Merge(ContentHashes other)
    {
        if (other.Threshold < Threshold)
        {
            Lower(other.Threshold);
        }

        foreach ((UInt128 hash, ContentEntry entry) in other._entries)
        {
            Add(hash, entry);
        }
    }

    private void Add(UInt128 hash, ContentEntry entry)
    {
        if (hash >= Threshold)
        {
            return;
        }

        _entries[hash] = _entries.TryGetValue(hash, out ContentEntry? before) ? before.With(entry) : entry;
        while (_entries.Count > capacity)
        {
            Lower(Threshold == UInt128.MaxValue ? UInt128.One << 127 : Threshold >> 1);
        }
    }

    private void Lower(UInt128 threshold)
    {
        Threshold = threshold;
        foreach (UInt128 hash in _entries.Keys.Where(hash => hash >= threshold).ToArray())
        {
            _entries.Remove(hash);
        }
    }
}
