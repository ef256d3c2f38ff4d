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
}
