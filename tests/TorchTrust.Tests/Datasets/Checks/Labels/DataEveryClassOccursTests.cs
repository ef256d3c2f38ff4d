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

    [Fact]
    public void Classes_of_one_target_of_two_are_counted() => DataCheckTest.Fails(
        Id, Of(_ => (0L, 0.5f), _ => (1L, 0.5f)).HasTarget("Item1", classes: 2).HasTarget("Item2"),
            "class 0 of Item1 is in no item of split test", Severity.Question);

    [Fact]
    public void What_is_no_target_may_have_other_values() =>
        DataCheckTest.PassesUnproven(Id, Of(index => (index % 2, 0), index => (index % 2, 1)).HasTarget("Item1", classes: 2));

    [Fact]
    public void Where_one_split_leaves_classes_out_the_others_are_compared() => DataCheckTest.Fails(
        Id,
        Of(index => (index % 2, 0), _ => (0L, 0)).WithSplit("check", _ => 60, (_, _) => (1L, 0)).HasTarget("Item1", classes: 2)
            .LeavesClassesOutOnPurpose("test", "a test"),
        "class 0 of Item1 is in no item of split check, and in 24 of 48 of split train", Severity.Question);

    [Fact]
    public void A_part_has_the_classes_that_it_has() => DataCheckTest.PassesUnproven(
        Id,
        DatasetSubject.For(() => "labels").WithSplit("train", _ => 48, (_, index) => (index % 2, 0))
            .WithSplit("part", _ => 60, (_, _) => (2L, 0), partOf: "train").HasTarget("Item1", classes: 3));

    [Fact]
    public void One_split_has_no_other() => DataCheckTest.Skips(
        Id, DatasetSubject.For(() => "labels").WithSplit("train", _ => 48, (_, index) => index % 2).HasTarget("item", classes: 2));

    [Fact]
    public void Targets_of_several_elements_are_not_counted() => DataCheckTest.PassesUnproven(
        Id,
        DatasetSubject.For(() => "labels").WithSplit("train", _ => 48, (_, _) => new long[] { 0, 0 })
            .WithSplit("test", _ => 48, (_, _) => 1L).HasTarget("item", classes: 2));

    [Fact]
    public void What_does_not_count_may_be_absent() =>
        DataCheckTest.Passes(Id, Of(index => (index % 3 > 0 ? 255 : 1, 0), _ => (1L, 0)).HasTarget("Item1", classes: 2)
            .IgnoresTarget("Item1", 255));

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Eight_items_of_a_class_are_enough_to_miss_it(int times, bool isMissed)
    {
        DatasetSubject subject = DatasetSubject.For(() => "labels").WithSplit("train", _ => 48, (_, _) => 0L)
            .WithSplit("test", _ => 10, (_, index) => index < times ? 1 : 0L).HasTarget("item", classes: 2);
        if (isMissed)
        {
            DataCheckTest.Fails(Id, subject, "class 1 of item is in no item of split train, and in 8 of 10", Severity.Question, $"{times}");
        }
        else
        {
            DataCheckTest.PassesUnproven(Id, subject, $"{times}");
        }
    }

    [Fact]
    public void A_class_may_be_missing_in_an_item()
    {
        static Dictionary<string, long> Item(long index) =>
            index % 3 == 0 ? new() { ["x"] = index } : new() { ["x"] = index, ["label"] = index % 2 };
        DataCheckTest.Passes(
            Id,
            DatasetSubject.For(() => "labels").WithSplit("train", _ => 150, (_, index) => Item(index))
                .WithSplit("test", _ => 150, (_, index) => Item(index)).HasTarget("label", classes: 2));
    }

    private static DatasetSubject<string> Of<T>(Func<long, (long, T)> train, Func<long, (long, T)> test) =>
        DatasetSubject.For(() => "labels")
        .WithSplit("train", _ => 48, (_, index) => train(index)).WithSplit("test", _ => 48, (_, index) => test(index));
}
