namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsAreClassesTests
{
    private const string Id = CheckIds.DataTargetsAreClasses;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void Labels_that_begin_at_1_leave_their_classes() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index), 1 + (index % 3))).HasTarget("Label", classes: 3),
        "Label is no class from 0 to 2 in items");

    [Fact]
    public void Labels_that_begin_at_1_are_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index), 1 + (index % 3)), index => new Row(Rows.Values(2, index), 1 + (index % 3)))
            .HasTarget("Label"),
        "Label begins at 1 in split train", Severity.Question);

    [Fact]
    public void A_value_may_not_count() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row(Rows.Values(1, index), index % 5 == 0 ? 255 : 1)).HasTarget("Label", classes: 3)
            .IgnoresTarget("Label", 255));

    [Fact]
    public void A_value_is_no_class() =>
        DataCheckTest.PassesUnproven(Id, Rows.Of(index => new Row(Rows.Values(1, index), 100 + (index * 7))).HasTarget("Label"));

    [Fact]
    public void Without_a_target_there_is_nothing_to_ask() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void A_text_is_no_class() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "names").WithSplit("train", _ => 9, (_, index) => (1f, $"{index}"))
            .HasTarget("Item2"));

    [Fact]
    public void A_column_that_is_no_target_may_begin_at_1() =>
        DataCheckTest.PassesUnproven(Id, DatasetSubject.For(() => "rows")
            .WithSplit("train", _ => 9, (_, index) => (1 + (index % 3), index % 3)).HasTarget("Item2"));

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 1, 2, 3 }, true)]
    [InlineData(new long[] { 1, 3, 5, 1, 3, 5 }, false)]
    [InlineData(new long[] { 1, 2, 3, 1, 2, 2 }, false)]
    [InlineData(new long[] { 2, 3, 4, 2, 3, 4 }, false)]
    public void Numbers_in_a_row_from_1_on_that_all_occur_again_look_like_classes(long[] labels, bool isAsked)
    {
        DatasetSubject subject = DatasetSubject.For(() => "labels").WithSplit("train", _ => labels).HasTarget("item");
        string row = string.Join(' ', labels);
        if (isAsked)
        {
            DataCheckTest.Fails(Id, subject, "item begins at 1 in split train, with 3 values in a row", Severity.Question, row);
        }
        else
        {
            DataCheckTest.PassesUnproven(Id, subject, row);
        }
    }
}
