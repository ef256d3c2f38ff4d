namespace TorchTrust.Datasets.Summaries;

/// <summary>How many items offend, and which are the first of them; the same in any order of merging.</summary>
internal sealed class Offenders
{
    private const int Named = 8;

    private readonly SortedSet<long> _first = [];

    /// <summary>How many items offend.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them, by index.</summary>
    public IReadOnlyCollection<long> First => _first;

    /// <summary>Counts an item.</summary>
    public void Add(long index)
    {
        Count++;
        Keep(index);
    }

    /// <summary>Takes in those of other items.</summary>
    public void Merge(Offenders other)
    {
        Count += other.Count;
        foreach (long index in other._first)
        {
            Keep(index);
        }
    }

    /// <summary>In words that follow a verb, such as <c>item 3</c>, or <c>items 3, 17 (2 of them)</c>.</summary>
    public override string ToString() => Count == 1
        ? $"item {_first.Min}"
        : $"items {string.Join(", ", _first)}{(Count > _first.Count ? ", …" : "")} ({Count} of them)";

    private void Keep(long index)
    {
        if (_first.Count < Named || index < _first.Max)
        {
            _first.Add(index);
        }

        if (_first.Count > Named)
        {
            _first.Remove(_first.Max);
        }
    }
}
