namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataItemsStayAsTheyWereTests
{
    private const string Id = CheckIds.DataItemsStayAsTheyWere;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void One_buffer_for_all_items_is_told() => DataCheckTest.Fails(
        Id,
        Buffered(),
        "changed while other items were read: they share a buffer");

    [Fact]
    public void A_cache_gives_the_same_object() =>
        DataCheckTest.Passes(Id, Cached());

    [Fact]
    public void One_item_meets_no_other() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 1, held: 1));

    [Fact]
    public void Two_items_are_enough() => DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), trained: 2, held: 1));

    [Fact]
    public void A_stream_that_hands_out_one_buffer_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => new float[6]).WithSplit("train", buffer => Enumerable.Range(0, 30).Select(index =>
        {
            Rows.Values(1, index).CopyTo(buffer, 0);
            return buffer;
        })),
        "changed while other items were read: they share a buffer");

    [Fact]
    public void Items_that_are_all_alike_are_no_place_for_a_buffer() => DataCheckTest.Passes(
        Id, Rows.Of(_ => new Row([1, 2], 0), index => new Row(Rows.Values(1, index), 0)));

    [Fact]
    public void A_buffer_holds_what_is_in_all_items_in_one_shape() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 40, (_, index) => index % 2 == 0
                ? new Dictionary<string, float[]> { ["x"] = Rows.Values(1, index), ["several"] = Rows.Values(1, index, 4) }
                : new Dictionary<string, float[]> { ["x"] = Rows.Values(1, index), ["several"] = Rows.Values(1, index, 5) })
            .WithSplit("more", _ => 40, (_, index) => index % 2 == 0
                ? new Dictionary<string, float[]> { ["x"] = [1], ["now and then"] = Rows.Values(1, index) }
                : new Dictionary<string, float[]> { ["x"] = [1] }));

    private static DatasetSubject Buffered()
    {
        float[] buffer = new float[6];
        return Rows.Of(index =>
        {
            Rows.Values(1, index).CopyTo(buffer, 0);
            return new Row(buffer, 0);
        });
    }

    private static DatasetSubject Cached()
    {
        var cache = new Dictionary<long, Row>();
        return Rows.Of(index => cache.TryGetValue(index, out Row? known) ? known : cache[index] = Rows.Right(1, index));
    }
}
