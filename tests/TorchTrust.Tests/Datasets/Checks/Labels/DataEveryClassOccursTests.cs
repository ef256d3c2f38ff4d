namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataEveryClassOccursTests
{
    private const string Id = CheckIds.DataEveryClassOccurs;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), trained: 200, held: 200).HasTarget("Label", classes: 3));

    [Fact]
    public void A_cut_of_sorted_data_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index), index / 24), index => new Row(Rows.Values(2, index), 2))
            .HasTarget("Label", classes: 3),
        "class 2 of Label is in no item of split train, and in 32 of 32 of split test", Severity.Question);

    [Fact]
    public void A_rare_class_may_be_absent() =>
        DataCheckTest.PassesUnproven(Id,
            Rows.Of(index => new Row(Rows.Values(1, index), index % 2), index => new Row(Rows.Values(2, index), index == 3 ? 2 : index % 2))
            .HasTarget("Label", classes: 3));

    [Fact]
    public void Classes_are_left_out_on_purpose() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row(Rows.Values(1, index), index / 24), index => new Row(Rows.Values(2, index), 2))
            .HasTarget("Label", classes: 3).LeavesClassesOutOnPurpose("*", "a test"));

    [Fact]
    public void Without_classes_there_is_nothing_to_count() =>
        DataCheckTest.Skips(Id, Rows.Sound.HasTarget("Label"));
}
