namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesDoNotRepeatTests
{
    private const string Id = CheckIds.DataValuesDoNotRepeat;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_column_that_is_read_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!),
        "X[1] and X[2] are equal in all", Severity.Question);

    [Fact]
    public void A_periodic_series_repeats() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => new Row([.. Enumerable.Range(0, 20).Select(step => MathF.Sin((index + step) % 7))], 0)));

    [Fact]
    public void Grey_as_colour_repeats() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([.. x, .. x, .. x], 0) : null!));

    [Fact]
    public void What_is_declared_may_repeat() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!).RepeatsValuesOnPurpose("X", "a test"));

    [Fact]
    public void A_frame_never_varies() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => new Row([0, 0, .. Rows.Values(1, index), 0, 0], 0)));

    [Fact]
    public void Few_items_show_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 5, held: 5));
}
