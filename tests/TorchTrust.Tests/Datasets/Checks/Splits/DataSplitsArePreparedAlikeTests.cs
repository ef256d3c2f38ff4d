namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsArePreparedAlikeTests
{
    private const string Id = CheckIds.DataSplitsArePreparedAlike;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void Pixels_that_were_not_divided_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => MathF.Floor(value * 128))], 0)),
        "X has whole numbers only in split test, and others in split train");

    [Fact]
    public void Another_unit_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0)),
        "the middle half of X spans", Severity.Question);

    [Fact]
    public void A_split_may_be_shifted_on_purpose() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0)).ShiftsOnPurpose("test", "a test"));

    [Fact]
    public void A_small_shift_is_no_fault() =>
        DataCheckTest.Accepts(Id, Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value + 0.5f)], 0)));

    [Fact]
    public void One_split_is_alike_to_itself() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));
}
