namespace TorchTrust.Watching.Probes;

/// <summary>
/// A set of hashes in bounded memory: once it is full, only those below a threshold are kept, which halves whenever it is full again. Two
/// sketches compare exactly on the share of contents that both keep.
/// </summary>
internal sealed class HashSketch
{
    private const int Most = 1 << 17;

    private readonly HashSet<ulong> _hashes = [];

    /// <summary>Hashes up to here are kept.</summary>
    public ulong Threshold { get; private set; } = ulong.MaxValue;

    /// <summary>How many there are.</summary>
    public int Count => _hashes.Count;

    /// <summary>Adds one.</summary>
    public void Add(ulong hash)
    {
        if (hash > Threshold || !_hashes.Add(hash) || _hashes.Count < Most)
        {
            return;
        }

        Threshold /= 2;
        _hashes.RemoveWhere(each => each > Threshold);
    }

    /// <summary>How many of the hashes that both can tell are in the other, and how many there are of them.</summary>
    public (int Shared, int All) Within(HashSketch other)
    {
        ulong threshold = Math.Min(Threshold, other.Threshold);
        int shared = 0, all = 0;
        foreach (ulong hash in _hashes)
        {
            if (hash <= threshold)
            {
                all++;
                shared += other._hashes.Contains(hash) ? 1 : 0;
            }
        }

        return (shared, all);
    }
}
