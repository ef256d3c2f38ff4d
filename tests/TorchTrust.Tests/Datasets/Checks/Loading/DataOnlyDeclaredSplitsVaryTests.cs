namespace TorchTrust.Tests.Datasets.Checks.Loading;

public sealed class DataOnlyDeclaredSplitsVaryTests
{
    private const string Id = CheckIds.DataOnlyDeclaredSplitsVary;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_test_set_that_is_augmented_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([Random.Shared.NextSingle(), 1], 0)),
        "X of items 0, 1, 2, 4, 5, 6, … of split test (held out) differs between two reads", Severity.Question);

    [Fact]
    public void It_may_be_declared() =>
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), index => new Row([Random.Shared.NextSingle(), 1], 0))
            .IsRandomOnPurpose("test", "a test"));
}
