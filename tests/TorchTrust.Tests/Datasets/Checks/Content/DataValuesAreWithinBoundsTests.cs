namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesAreWithinBoundsTests
{
    private const string Id = CheckIds.DataValuesAreWithinBounds;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.Within("X", -1, 1));

    [Fact]
    public void Pixels_that_were_not_scaled_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 255)], 0))
            .Within("X", -1, 1),
        "X lies outside of [-1, 1] in items");

    [Fact]
    public void A_missing_value_lies_outside() =>
        DataCheckTest.Passes(Id, Rows.Of(index => index == 3 ? new Row([-9, 0], 0) : new Row([0, 1], 0), index => new Row([0, 1], 0))
            .Within("X", 0, 1).HasMissingValues("X", -9));

    [Fact]
    public void Ends_need_not_be_reached() =>
        DataCheckTest.Passes(Id, Rows.Sound.Within("X", -100, 100));

    [Fact]
    public void Without_bounds_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Theory]
    [InlineData("image")]
    [InlineData("note")]
    public void No_field_of_numbers_has_that_name(string field) =>
        DataCheckTest.LeavesOpen(Id, Noted(_ => "right").Within(field, 0, 1), field);

    [Fact]
    public void A_field_that_one_split_lacks_is_judged_in_the_other() => DataCheckTest.Passes(
        Id, Noted(_ => "right").WithSplit("test", _ => 9, (_, _) => "no number").Within("x", 0, 1));

    private static DatasetSubject<string> Noted(Func<long, string> note) => DatasetSubject.For(() => "notes")
        .WithSplit("train", _ => 9, (_, index) => new Dictionary<string, object> { ["x"] = 0.5f, ["note"] = note(index) });
}
