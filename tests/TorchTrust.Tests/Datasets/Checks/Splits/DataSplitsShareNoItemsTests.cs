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
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index))
            .WithSplit("part", _ => 10, (_, index) => Rows.Right(1, index), partOf: "train").HasTarget("Label"));

    [Fact]
    public void One_split_shares_with_nobody() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));

    [Fact]
    public void Augmented_items_are_not_known_again() => DataCheckTest.LeavesOpen(
        Id, Rows.Of(index => Rows.Right(1, index), augmented: true).HasTarget("Label"));

    [Fact]
    public void What_is_stored_of_an_augmented_split_is_compared() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => Rows.Right(3, index), augmented: true)
            .WithSplit("stored", _ => Rows.Trained, (_, index) => Rows.Right(1, index), partOf: "train")
            .TrainsOn("train", "stored").HasTarget("Label"));

    [Fact]
    public void Rich_items_are_compared_beside_empty_ones() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => index == 3 ? new Row(new float[6], 0) : Rows.Right(1, index), index => index == 5 ? new Row(new float[6], 1)
            : Rows.Right(2, index))
            .HasTarget("Label"));

    [Fact]
    public void Training_that_repeats_itself_may_meet_what_is_held_out() => DataCheckTest.LeavesOpen(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index / 3, 12), 0), index =>
            new Row(index == 0 ? Rows.Values(1, 2, 12) : Rows.Values(2, index, 12), 0), trained: 240).HasTarget("Label"));

    [Fact]
    public void More_is_shared_than_a_training_that_repeats_itself_explains() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index == 1 ? 0 : index, 12), 0), index =>
            new Row(index < 20 ? Rows.Values(1, index + 5, 12) : Rows.Values(2, index, 12), 0)).HasTarget("Label"),
        "20 of 32 items of split test are trained on");

    [Fact]
    public void What_may_be_chance_is_told_where_the_training_repeats_itself_throughout() => DataCheckTest.LeavesOpen(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index / 2, 12), 0), index => new Row(Rows.Values(1, index / 2, 12), 0), trained: 240)
            .HasTarget("Label"));

    [Fact]
    public void Augmented_items_that_are_met_nevertheless_decide_nothing() => DataCheckTest.LeavesOpen(
        Id, Rows.Of(index => Rows.Right(1, index), index => Rows.Right(1, index), augmented: true).HasTarget("Label"));
}
