using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Probes;

/// <summary>Reads a stated, small number of items, for what needs order, repetition or pairs.</summary>
internal static class ItemReads
{
    /// <summary>Indices that are spread over a split; of a stream the first ones.</summary>
    public static IReadOnlyList<long> Indices(LiveSplit split, int count)
    {
        if (!split.IsIndexed)
        {
            return [.. Enumerable.Range(0, count).Select(index => (long)index)];
        }

        long all = split.Count!.Value;
        return [.. Enumerable.Range(0, (int)Math.Min(count, all)).Select(at => all <= count ? at : (long)at * (all - 1) / (count - 1))];
    }

    /// <summary>The hashes of items in the order of the indices; of a stream those that it has.</summary>
    public static IReadOnlyList<ItemPrint> Read(DatasetSession session, LiveSplit split, IEnumerable<long> indices) =>
        [.. Items(session, split, indices).Select(ItemPrint.Of)];

    /// <summary>Reads items one by one in the order of the indices; of a stream those that it has.</summary>
    public static IEnumerable<DatasetItem> Items(DatasetSession session, LiveSplit split, IEnumerable<long> indices)
    {
        session.IsUsed();
        if (split.IsIndexed)
        {
            return indices.Select(split.Read);
        }

        var wanted = indices.ToHashSet();
        return split.Items().Take((int)(wanted.DefaultIfEmpty(-1).Max() + 1)).Where(item => wanted.Contains(item.Index));
    }
}
