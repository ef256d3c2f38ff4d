namespace TorchTrust.Datasets.Summaries;

/// <summary>
/// A few items of a split, kept whole: those whose index has the least hashes. The same ones are kept whatever the order, and
/// they are as good as drawn by chance.
/// </summary>
/// <param name="size">How many are kept.</param>
internal sealed class ItemSample(int size)
{
    private readonly Dictionary<long, SampledItem> _items = [];
    private readonly SortedSet<(ulong Key, long Index)> _keys = [];
    private readonly Dictionary<string, double[]> _sorted = [];

    /// <summary>The items, by index.</summary>
    public IReadOnlyList<SampledItem> Items => [.. _items.Values.OrderBy(item => item.Index)];

    /// <summary>Whether an item would be kept.</summary>
    public bool Wants(long index) => size > 0 && (_keys.Count < size || KeyOf(index) < _keys.Max.Key);

    /// <summary>
    /// The numbers of a field in all items, from the least to the largest; those that are not finite or stand for a missing one are left
    /// out.
    /// </summary>
    public double[] Sorted(FieldSummary field)
    {
        if (!_sorted.TryGetValue(field.Path, out double[]? values))
        {
            values = [.. _items.Values.Where(item => item.Fields.ContainsKey(field.Path))
                .SelectMany(item => item.Fields[field.Path]).Where(value => double.IsFinite(value) && !field.Plan.IsMissing(value))];
            Array.Sort(values);
            _sorted[field.Path] = values;
        }

        return values;
    }

    /// <summary>Keeps an item if it belongs to the sample.</summary>
    public void Add(SampledItem item)
    {
        _sorted.Clear();
        _items[item.Index] = item;
        _keys.Add((KeyOf(item.Index), item.Index));
        if (_keys.Count > size)
        {
            _items.Remove(_keys.Max.Index);
            _keys.Remove(_keys.Max);
        }
    }

    /// <summary>Takes in the sample of other items.</summary>
    public void Merge(ItemSample other)
    {
        foreach (SampledItem item in other._items.Values)
        {
            Add(item);
        }
    }

    /// <summary>SplitMix64 of the index.</summary>
    private static ulong KeyOf(long index)
    {
        ulong state = unchecked((ulong)index + 0x9E3779B97F4A7C15UL);
        state = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
        state = unchecked((state ^ (state >> 27)) * 0x94D049BB133111EBUL);
        return state ^ (state >> 31);
    }
}
