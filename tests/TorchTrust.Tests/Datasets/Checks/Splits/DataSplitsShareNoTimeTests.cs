namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsShareNoTimeTests
{
    private const string Id = CheckIds.DataSplitsShareNoTime;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Timed(index => index, index => 100 + index));

    [Fact]
    public void A_window_that_overlaps_is_told() => DataCheckTest.Fails(
        Id,
        Timed(index => index, index => 40 + index),
        "such as item 0, which meets item");

    [Fact]
    public void Training_may_lie_on_both_sides() =>
        DataCheckTest.Passes(Id, Timed(index => index < 24 ? index : 100 + index, index => 50 + index));

    [Fact]
    public void Spans_may_come_from_a_function() =>
        DataCheckTest.PassesUnproven(Id, Rows.Sound.CoversTime("train", (_, index) => (index, index + 5))
            .CoversTime("test", (_, index) => (100 + index, 105 + index)));

    [Fact]
    public void Without_a_time_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void One_split_has_no_other() => DataCheckTest.Skips(
        Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)).CoversTime("Label", "Label"));

    [Theory]
    [InlineData("train")]
    [InlineData("test")]
    public void The_time_of_one_split_alone_says_nothing(string split) => DataCheckTest.LeavesOpen(
        Id, Rows.Sound.CoversTime(split, (_, index) => (index, index)), split);

    [Fact]
    public void The_first_item_that_is_met_is_named() => DataCheckTest.Fails(
        Id,
        Rows.Sound.CoversTime("train", (_, index) => (100 - index, 102 - index))
            .CoversTime("test", (_, index) => (90 + (100 * index), 91 + (100 * index))),
        "1 of 32 items of split test cover a time that is trained on, such as item 0, which meets item 12 of split train");

    private static DatasetSubject Timed(Func<long, long> train, Func<long, long> test) =>
        Rows.Of(index => new Row(Rows.Values(1, index), train(index)), index => new Row(Rows.Values(2, index), test(index)))
            .CoversTime("Label", "Label");
}
