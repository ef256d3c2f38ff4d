namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsShareNoItemsTests
{
    private const string Id = CheckIds.DataSplitsShareNoItems;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label"));

    [Fact]
    public void An_item_of_both_splits_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => index == 5 ? Rows.Right(1, 30) : Rows.Right(2, index)).HasTarget("Label"),
        "1 of 32 items of split test are trained on, such as item 5, which is item 30 of split train");

    [Fact]
    public void Another_label_hides_nothing() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row(Rows.Values(1, index), 7)).HasTarget("Label"),
        "32 of 32 items of split test are trained on");

    [Fact]
    public void Few_values_are_equal_by_chance() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([index % 2, index % 3], 0), index => new Row([index % 2, index % 3], 0)));

    [Fact]
    public void Training_that_repeats_itself_says_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index % 6), index => Rows.Right(1, index % 6)));

    [Fact]
    public void Items_are_shared_on_purpose() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), index => Rows.Right(1, index))
            .SharesItemsOnPurpose("train", "test", "a test"));

    [Fact]
    public void A_part_shares_its_items() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index))
            .WithSplit("part", _ => 10, (_, index) => Rows.Right(1, index), partOf: "train"));

    [Fact]
    public void One_split_shares_with_nobody() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));
}
