using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataShapesAgreeTests
{
    private static readonly string[] _several = ["one", "two"];

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
        DataCheckTest.PassesUnproven(Id, DatasetSubject.For(() => "notes")
            .WithSplit("train", _ => 6, (_, index) => index == 2 ? null : "note"));

    [Fact]
    public void A_field_that_one_split_lacks_is_no_other_one() => DataCheckTest.Passes(Id, Of(
        index => new() { ["x"] = new float[3], ["words"] = new long[1 + (index % 3)] }, _ => new() { ["x"] = new float[3] })
        .HasSeveralLengths("words"));

    [Fact]
    public void One_row_cannot_be_dropped() => DataCheckTest.Passes(Id, Of(_ => new() { ["x"] = ones(1, 4), ["y"] = ones(2, 4) }));

    [Fact]
    public void A_text_and_several_texts_are_texts() =>
        DataCheckTest.PassesUnproven(Id, Of(index => new() { ["caption"] = index == 2 ? _several : "one" }));

    [Fact]
    public void A_text_among_numbers_is_told() =>
        DataCheckTest.Fails(Id, Of(index => new() { ["item"] = index == 2 ? "one" : index }), "item is Int64 [] in items");

    [Fact]
    public void Another_number_of_dimensions_is_told() =>
        DataCheckTest.Fails(Id, Of(index => new() { ["item"] = index > 3 ? ones(2) : ones(2, 2) }), "item is Float32 [2, 2] in items");

    [Fact]
    public void A_number_is_no_row_of_one() =>
        DataCheckTest.Fails(Id, Of(index => new() { ["item"] = index > 3 ? ones(1) : 1f }), "item is Float32 [] in items");

    [Fact]
    public void A_loader_may_fill_up_what_differs_in_length() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => new Row(Rows.Values(1, index, 3 + (int)(index % 4)), 0)).WithBatches("train", (_, _) => new[] { ones(2, 6) }));

    private static DatasetSubject<string> Of(
        Func<long, Dictionary<string, object>> train, Func<long, Dictionary<string, object>>? test = null) =>
        DatasetSubject.For(() => "items").WithSplit("train", _ => 6, (_, index) => train(index))
            .WithSplit("test", _ => 6, (_, index) => (test ?? train)(index));
}
