namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsShareNoGroupsTests
{
    private const string Id = CheckIds.DataSplitsShareNoGroups;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Grouped(index => index / 4, index => 100 + (index / 4)));

    [Fact]
    public void A_patient_on_both_sides_is_told() => DataCheckTest.Fails(
        Id,
        Grouped(index => index / 4, index => 10 + (index / 4)),
        "2 of 8 groups of split test are trained on, such as that of item 0, which is that of item 40 of split train");

    [Fact]
    public void Groups_may_come_from_a_function() =>
        DataCheckTest.PassesUnproven(Id, Rows.Sound.IsGroupedBy("train", (_, index) => $"a{index}")
            .IsGroupedBy("test", (_, index) => $"b{index}"));

    [Fact]
    public void Without_groups_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void One_split_has_no_other() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index))
            .IsGroupedBy("Label"));

    [Theory]
    [InlineData("train")]
    [InlineData("test")]
    public void Groups_of_one_split_alone_say_nothing(string split) => DataCheckTest.LeavesOpen(
        Id, Rows.Sound.IsGroupedBy(split, (_, index) => index), split);

    private static DatasetSubject Grouped(Func<long, long> train, Func<long, long> test) =>
        Rows.Of(index => new Row(Rows.Values(1, index), train(index)), index => new Row(Rows.Values(2, index), test(index)))
            .IsGroupedBy("Label");
}
