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

    [Fact]
    public void What_repeats_in_one_split_is_unique_in_the_other() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row(Rows.Values(2, index / 2, 12), 0), held: 96).HasTarget("Label")
            .RepeatsItemsOnPurpose("test", "a test"));

    [Fact]
    public void A_split_that_repeats_unasked_stands_beside_one_that_may() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index / 2, 12), 0), index => Rows.Right(2, index / 2)).HasTarget("Label")
            .RepeatsItemsOnPurpose("test", "a test"),
        "24 items of split train are there again, such as item 0 as item 1, item 2 as item 3", Severity.Question);

    [Theory]
    [InlineData(192, true)]
    [InlineData(193, false)]
    public void Contents_that_occur_more_than_four_times_are_drawn_from_few(int items, bool isAsked)
    {
        DatasetSubject subject = Rows.Of(index => new Row(Rows.Values(1, index % 48, 12), 0), _ => new Row([1], 0), trained: items)
            .HasTarget("Label");
        if (isAsked)
        {
            DataCheckTest.Fails(Id, subject, "144 items of split train are there again", Severity.Question, $"{items}");
        }
        else
        {
            DataCheckTest.Skips(Id, subject, $"{items}");
        }
    }

    [Fact]
    public void What_is_declared_unique_is_judged_however_often_it_occurs() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([index % 4], 0), _ => new Row([1], 0)).HasTarget("Label").HasUniqueItems("train"),
        "44 items of split train are there again");

    [Fact]
    public void What_is_declared_unique_needs_no_rich_content() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index], 0), index => new Row([index], 0)).HasTarget("Label")
            .HasUniqueItems("train", "test"));

    [Fact]
    public void Nothing_is_there() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 0, held: 0));

    [Fact]
    public void One_empty_item_among_rich_ones_is_no_reason_to_skip() => DataCheckTest.Passes(
        Id, Rows.Of(index => index == 5 ? new Row(new float[6], 1) : Rows.Right(1, index)).HasTarget("Label"));

    [Fact]
    public void Empty_items_among_rich_ones_are_equal_by_chance() => DataCheckTest.Passes(
        Id, Rows.Of(index => index % 20 == 5 ? new Row(new float[12], 1) : new Row(Rows.Values(1, index, 12), 0), trained: 400)
            .HasTarget("Label"));
}
