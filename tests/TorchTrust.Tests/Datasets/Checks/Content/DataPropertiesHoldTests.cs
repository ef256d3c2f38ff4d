namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataPropertiesHoldTests
{
    private const string Id = CheckIds.DataPropertiesHold;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.Holds("a row has six values", (Row row) => row.X.Length == 6));

    [Fact]
    public void An_item_without_the_property_is_named() => DataCheckTest.Fails(
        Id,
        Rows.Sound.Holds("a label is below 2", (Row row) => row.Label < 2, "train"),
        "it does not hold that a label is below 2: items 2, 5");

    [Fact]
    public void It_may_be_said_of_one_split() =>
        DataCheckTest.PassesUnproven(Id, Rows.Of(index => Rows.Right(1, index), index => new Row([1], 0))
            .Holds("a row has six values", (Row row) => row.X.Length == 6, "train"));

    [Fact]
    public void Without_a_property_there_is_nothing_to_ask() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
