using TorchTrust.Datasets;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Tests.Datasets.Checks;

namespace TorchTrust.Tests.Datasets.Summaries;

/// <summary>Summaries of shards, merged in any order, are the summary of the whole.</summary>
public sealed class SplitSummaryTests
{
    private const int Count = 3000;

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 40)]
    [InlineData(3, 999)]
    public void Shards_in_any_order_give_what_the_whole_gives(int seed, int shard)
    {
        using DatasetSession session = Open();
        SplitSummary whole = Summary(session, Enumerable.Range(0, Count));
        int[][] shards = [.. Enumerable.Range(0, Count).Chunk(shard)];
        new Random(seed).Shuffle(shards);

        SplitSummary merged = Merged(shards.Select(each => Summary(session, each)));

        FieldSummary x = whole.FieldAt("X")!, y = merged.FieldAt("X")!;
        Assert.Equal((whole.Items, x.Items, x.Minimum, x.Maximum, x.IsWhole), (merged.Items, y.Items, y.Minimum, y.Maximum, y.IsWhole));
        Assert.Equal($"{x.NotFinite.NaN} {x.OutOfBounds}", $"{y.NotFinite.NaN} {y.OutOfBounds}");
        Assert.Equal(x.Elements!.Minimum, y.Elements!.Minimum);
        Assert.Equal(x.Elements.Maximum, y.Elements.Maximum);
        Assert.Equal(whole.FieldAt("Label")!.Values, merged.FieldAt("Label")!.Values);
        Assert.Equal(whole.Contents.Entries.OrderBy(entry => entry.Key), merged.Contents.Entries.OrderBy(entry => entry.Key));
        Assert.Equal(whole.Sample.Items.Select(item => item.Index), merged.Sample.Items.Select(item => item.Index));
        for (int element = 0; element < x.Elements.Size; element++)
        {
            Assert.Equal(x.Elements.CountOf(element), y.Elements.CountOf(element));
            Assert.Equal(x.Elements.MeanOf(element), y.Elements.MeanOf(element), 1e-12);
            Assert.Equal(x.Elements.DeviationOf(element), y.Elements.DeviationOf(element), 1e-12);
        }
    }

    [Fact]
    public void Moments_are_those_of_the_textbook()
    {
        using DatasetSession session = Open();
        SplitSummary whole = Summary(session, Enumerable.Range(0, Count));
        double[] first = [.. Enumerable.Range(0, Count).Select(index => (double)Item(index).X[0]).Where(double.IsFinite)];

        Assert.Equal(first.Average(), whole.FieldAt("X")!.Elements!.MeanOf(0), 1e-12);
        Assert.Equal(Math.Sqrt(first.Average(value => Math.Pow(value - first.Average(), 2))), whole.FieldAt("X")!.Elements!.DeviationOf(0), 1e-12);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Where_memory_is_short_the_same_contents_are_kept_in_any_order(int seed)
    {
        UInt128[] hashes = [.. Enumerable.Range(0, Count).Select(index => new UInt128((ulong)new Random(index).NextInt64() << 1, (ulong)index))];
        int[][] shards = [.. Enumerable.Range(0, Count).Chunk(11)];
        new Random(seed).Shuffle(shards);
        ContentHashes whole = Contents(hashes, Enumerable.Range(0, Count));

        var merged = new ContentHashes(200);
        foreach (int[] shard in shards)
        {
            merged.Merge(Contents(hashes, shard));
        }

        Assert.True(whole.Share < 0.2, $"A share of {whole.Share} is kept.");
        Assert.Equal(whole.Threshold, merged.Threshold);
        Assert.Equal(whole.Entries.OrderBy(entry => entry.Key), merged.Entries.OrderBy(entry => entry.Key));
        Assert.Equal(Count * whole.Share, whole.Entries.Count, Count * 0.03);
    }

    private static ContentHashes Contents(UInt128[] hashes, IEnumerable<int> indices)
    {
        var contents = new ContentHashes(200);
        foreach (int index in indices)
        {
            contents.Add(hashes[index], index, (UInt128)(index % 3), 1);
        }

        return contents;
    }

    private static DatasetSession Open() => new(
        Rows.Of(index => Item(index), trained: Count).HasTarget("Label", classes: 3).Within("X", -0.9, 1), 1);

    private static Row Item(long index) => index == 77 ? new Row([float.NaN, 0, 0, 0, 0, 0], 0) : new Row(Rows.Values(1, index % 2500), index % 3);

    private static SplitSummary Summary(DatasetSession session, IEnumerable<int> indices)
    {
        LiveSplit split = session.Splits[0];
        var summary = new SplitSummary(new SummaryPlan(session, split.Declared));
        foreach (int index in indices)
        {
            summary.Fold(split.Read(index));
        }

        return summary;
    }

    private static SplitSummary Merged(IEnumerable<SplitSummary> shards)
    {
        SplitSummary? merged = null;
        foreach (SplitSummary shard in shards)
        {
            merged ??= new SplitSummary(shard.Plan);
            merged.Merge(shard);
        }

        return merged!;
    }
}
