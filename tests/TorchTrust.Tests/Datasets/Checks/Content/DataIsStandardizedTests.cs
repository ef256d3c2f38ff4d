namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataIsStandardizedTests
{
    private const string Id = CheckIds.DataIsStandardized;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2 == 0 ? 1 : -1, index % 4 < 2 ? 1 : -1], 0)).IsStandardized("X"));

    [Fact]
    public void A_division_by_the_variance_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([index % 2 == 0 ? 3 : -3, index % 4 < 2 ? 3 : -3], 0)).IsStandardized("X"),
        "and deviation 3 over split train");

    [Fact]
    public void Constants_are_rounded() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([index % 2 == 0 ? 1.01f : -1, index % 4 < 2 ? 1 : -1.01f], 0))
            .IsStandardized("X"));

    [Fact]
    public void Without_a_declaration_there_is_nothing_to_compare() =>
        DataCheckTest.Skips(Id, Rows.Sound);
}
