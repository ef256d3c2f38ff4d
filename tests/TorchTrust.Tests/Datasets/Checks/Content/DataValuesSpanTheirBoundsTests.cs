namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesSpanTheirBoundsTests
{
    private const string Id = CheckIds.DataValuesSpanTheirBounds;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.Spans("X", -1, 1));

    [Fact]
    public void A_shift_that_was_forgotten_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => (value + 1) / 2)], 0)).Spans("X", -1, 1),
        "of [-1, 1] in split train");

    [Fact]
    public void An_eighth_may_be_left() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([.. Rows.Values(1, index).Select(value => value * 0.9f)], 0)).Spans("X", -1, 1));

    [Fact]
    public void Without_a_span_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound.Within("X", -1, 1));
}
