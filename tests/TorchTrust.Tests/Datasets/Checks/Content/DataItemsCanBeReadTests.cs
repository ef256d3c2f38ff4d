namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataItemsCanBeReadTests
{
    private const string Id = CheckIds.DataItemsCanBeRead;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void An_item_that_throws_is_named() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => index == 7 ? throw new InvalidDataException("torn") : Rows.Right(1, index)),
        "item 7 of split train cannot be read: InvalidDataException");

    [Fact]
    public void A_count_that_is_one_too_large_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => new List<float> { 1, 2, 3 })
            .WithSplit("train", values => values.Count + 1, (values, index) => values[(int)index]),
        "item 3 of split train cannot be read");

    [Fact]
    public void An_empty_split_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), held: 0),
        "split test has no items");

    [Fact]
    public void A_stream_has_no_index() =>
        DataCheckTest.Passes(Id, DatasetSubject.For(() => new List<float> { 1, 2, 3 })
            .WithSplit("train", values => values.Where(_ => true)));
}
