namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataItemsAreUniqueTests
{
    private const string Id = CheckIds.DataItemsAreUnique;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label"));

    [Fact]
    public void A_row_that_is_there_twice_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index == 20 ? 4 : index)).HasTarget("Label"),
        "1 items of split train are there again, such as item 4 as item 20", Severity.Question);

    [Fact]
    public void It_is_an_error_where_items_are_unique() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([index == 20 ? 4 : index], 0)).HasTarget("Label").HasUniqueItems("train"),
        "item 4 as item 20");

    [Fact]
    public void Few_values_are_equal_by_chance() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([index % 2, index % 3], 0)));

    [Fact]
    public void A_periodic_series_has_few_windows() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([.. Enumerable.Range(0, 20).Select(step => MathF.Sin((index + step) % 5))], 0)));

    [Fact]
    public void Items_repeat_on_purpose() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index / 2)).RepeatsItemsOnPurpose("*", "a test"));
}
