namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataEqualInputsHaveEqualTargetsTests
{
    private const string Id = CheckIds.DataEqualInputsHaveEqualTargets;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void A_row_that_was_labelled_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index == 9 ? 3 : index), index % 3 == 0 && index == 9 ? 1 : 0))
            .HasTarget("Label", classes: 3),
        "2 items of split train have equal inputs and different targets, such as items 3 and 9", Severity.Question);

    [Fact]
    public void Few_values_are_equal_by_chance() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([index % 2, index % 3], index % 5)).HasTarget("Label", classes: 5));

    [Fact]
    public void Empty_images_are_alike() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row(index % 2 == 0 ? new float[6] : Rows.Values(1, index), index % 3))
            .HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_nothing_can_contradict() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void What_repeats_on_purpose_contradicts_itself_on_purpose()
    {
        DatasetSubject<Rows> subject = Rows.Of(
            index => new Row(Rows.Values(1, index / 2), index % 3), index => Rows.Right(2, index), held: Rows.Trained)
                .HasTarget("Label", classes: 3);
        DataCheckTest.Passes(Id, subject.RepeatsItemsOnPurpose("train", "a test"), "train");
        DataCheckTest.Skips(Id, subject.RepeatsItemsOnPurpose("*", "a test"), "all");
    }

    [Fact]
    public void One_empty_item_among_rich_ones_is_no_reason_to_skip() => DataCheckTest.Passes(
        Id, Rows.Of(index => index == 5 ? new Row(new float[6], 1) : Rows.Right(1, index)).HasTarget("Label", classes: 3));
}
