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

    private static DatasetSubject Timed(Func<long, long> train, Func<long, long> test) =>
        Rows.Of(index => new Row(Rows.Values(1, index), train(index)), index => new Row(Rows.Values(2, index), test(index)))
            .CoversTime("Label", "Label");
}
