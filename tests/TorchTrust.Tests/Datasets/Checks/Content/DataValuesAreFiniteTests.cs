namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesAreFiniteTests
{
    private const string Id = CheckIds.DataValuesAreFinite;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void NaN_is_asked_about_while_nothing_is_declared() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => index == 9 ? new Row([1, float.NaN], 0) : new Row([1, 2], 0)),
        "X has NaN in item 9 of split train", Severity.Question);

    [Fact]
    public void An_infinite_value_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => index == 9 ? new Row([1, float.PositiveInfinity], 0) : new Row([1, 2], 0)),
        "X has an infinite value in item 9 of split train");

    [Fact]
    public void NaN_is_told_where_bounds_are_declared() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => index == 9 ? new Row([1, float.NaN], 0) : new Row([1, 2], 0)).Within("X", 0, 3),
        "X has NaN in item 9");

    [Fact]
    public void NaN_stands_for_a_missing_value() =>
        DataCheckTest.PassesUnproven(Id, Rows.Of(index => index % 3 == 0 ? new Row([1, float.NaN], 0) : new Row([1, 2], 0))
            .HasMissingValues("X"));

    [Fact]
    public void NaN_is_told_where_missing_values_are_declared_of_another_field() => DataCheckTest.Fails(
        Id, Two(first: float.NaN, second: float.NaN).HasMissingValues("Item2"), "Item1 has NaN in items 3, 4 (2 of them) of split train");

    [Fact]
    public void What_has_missing_values_beside_what_has_none_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Two(first: 1, second: float.NaN).HasMissingValues("Item2"));

    private static DatasetSubject<string> Two(float first, float second) => DatasetSubject.For(() => "rows")
        .WithSplit("train", _ => 30, (_, index) => index is 3 or 4 ? (first, second, 1) : (1f, 2f, 1));
}
