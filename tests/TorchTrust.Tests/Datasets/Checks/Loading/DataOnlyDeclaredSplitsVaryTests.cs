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

    [Fact]
    public void Training_that_varies_undeclared_is_asked_about() => DataCheckTest.Fails(
        Id, Rows.Of(_ => new Row([Random.Shared.NextSingle(), 1], 0)), "of split train differs between two reads", Severity.Question);

    [Fact]
    public void Nothing_is_there() => DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 0, held: 0));

    [Fact]
    public void Texts_stand_beside_numbers() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "notes").WithSplit("train", _ => 9, (_, index) => ($"{index}", index))
            .WithSplit("test", _ => 9, (_, index) => $"{index}"));

    [Fact]
    public void All_splits_that_vary_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(_ => new Row([Random.Shared.NextSingle(), 1], 0), _ => new Row([Random.Shared.NextSingle(), 1], 0)),
        "of split test (held out) differs between two reads", Severity.Question);

    [Fact]
    public void What_is_declared_as_augmented_may_vary() => DataCheckTest.Passes(
        Id, Rows.Of(_ => new Row([Random.Shared.NextSingle(), 1], 0), augmented: true));
}
