namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsAreNotInTheInputTests
{
    private const string Id = CheckIds.DataTargetsAreNotInTheInput;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void A_label_among_the_features_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index), index % 3], index % 3)).HasTarget("Label", classes: 3),
        "X[6] is the target Label in all of 48 items of split train");

    [Fact]
    public void A_column_that_tells_a_class_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index), index % 2 == 0 ? -5 - index : 5 + index], index % 2))
            .HasTarget("Label", classes: 2),
        "tells Label = 0 without an error", Severity.Question);

    [Fact]
    public void An_easy_class_is_declared() =>
        DataCheckTest.Skips(Id,
            Rows.Of(index => new Row([.. Rows.Values(1, index), index % 3], index % 3), index =>
            new Row([.. Rows.Values(2, index), index % 3], index % 3)).HasTarget("Label", classes: 3)
            .HasEasyTargetOnPurpose("Label", "a test"));

    [Fact]
    public void A_few_items_show_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([index % 3, 1], index % 3), trained: 6, held: 6).HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_nothing_can_leak() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
