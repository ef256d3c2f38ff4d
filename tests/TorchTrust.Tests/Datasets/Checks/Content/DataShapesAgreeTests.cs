namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataShapesAgreeTests
{
    private const string Id = CheckIds.DataShapesAgree;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_row_that_is_longer_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index, index == 5 ? 7 : 6), 0)),
        "X is Float32 [6] in items", Severity.Question);

    [Fact]
    public void A_type_that_differs_between_splits_is_told() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 4, (_, index) => (object)(float)index)
            .WithSplit("test", _ => 4, (_, index) => (object)(long)index),
        "Float32 [] in items 0, 1, 2, 3 (4 of them) of split train");

    [Fact]
    public void Several_lengths_are_declared() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row(Rows.Values(1, index, 3 + (int)(index % 4)), 0)).HasSeveralLengths("X"));

    [Fact]
    public void A_text_may_be_missing() =>
        DataCheckTest.PassesUnproven(Id, DatasetSubject.For(() => "notes").WithSplit("train", _ => 6, (_, index) => index == 2 ? null : "note"));
}
