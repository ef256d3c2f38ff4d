namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataInputsDifferTests
{
    private const string Id = CheckIds.DataInputsDiffer;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label"));

    [Fact]
    public void An_index_that_is_not_used_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, 0), index % 3)).HasTarget("Label"),
        "all 48 items of split train have the same inputs");

    [Fact]
    public void Two_inputs_are_enough() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2, 0], 0)).HasTarget("Label"));

    [Fact]
    public void One_item_differs_from_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 1, held: 1));

    [Fact]
    public void Two_items_are_compared_and_one_is_not() => DataCheckTest.Fails(
        Id,
        Rows.Of(_ => new Row([1, 2], 0), _ => new Row([1, 2], 0), trained: 2, held: 1).HasTarget("Label"),
        "all 2 items of split train have the same inputs");
}
