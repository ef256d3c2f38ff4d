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
