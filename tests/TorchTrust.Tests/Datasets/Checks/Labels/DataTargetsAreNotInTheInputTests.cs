using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsAreNotInTheInputTests
{
    private const string Id = CheckIds.DataTargetsAreNotInTheInput;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTarget("Label", classes: 3));

    [Fact]
    public void A_label_among_the_features_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index), index % 3], index % 3)).HasTarget("Label", classes: 3),
        "X[6] is the target Label in all of 48 items of split train");

    [Fact]
    public void A_column_that_tells_a_class_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index), index % 2 == 0 ? -5 - index : 5 + index], index % 2))
            .HasTarget("Label", classes: 2),
        "tells Label = 0 without an error", Severity.Question);

    [Fact]
    public void An_easy_class_is_declared() =>
        DataCheckTest.Skips(Id,
            Rows.Of(index => new Row([.. Rows.Values(1, index), index % 3], index % 3), index =>
            new Row([.. Rows.Values(2, index), index % 3], index % 3)).HasTarget("Label", classes: 3)
            .HasEasyTargetOnPurpose("Label", "a test"));

    [Fact]
    public void A_few_items_show_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([index % 3, 1], index % 3), trained: 6, held: 6).HasTarget("Label", classes: 3));

    [Fact]
    public void Without_a_target_nothing_can_leak() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void A_field_may_be_missing_where_the_other_one_is() =>
        DataCheckTest.Skips(Id, Optional(index => index % 2 == 0, index => index % 2 != 0));

    [Fact]
    public void Both_may_be_missing_in_the_same_items() => DataCheckTest.Passes(Id,
        Optional(index => index % 2 == 0, index => index % 2 == 0));

    [Theory]
    [InlineData(23)]
    [InlineData(24)]
    public void As_many_items_are_needed_as_the_input_is_large(int items)
    {
        DatasetSubject subject = Rows.Of(index => new Row(Rows.Values(1, index, 16), index % 3), _ => new Row([1], 0), trained: items)
            .HasTarget("Label", classes: 3);
        if (items < 24)
        {
            DataCheckTest.Skips(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Passes(Id, subject, $"{items}");
        }
    }

    [Fact]
    public void A_target_that_is_the_same_everywhere_cannot_leak() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([.. Rows.Values(1, index), 7], 7), _ => new Row([7], 7)).HasTarget("Label"));

    [Fact]
    public void A_target_that_is_the_whole_input_is_told() => DataCheckTest.Fails(
        Id, Rebuilt(_ => true), "X is the target Y in all of 48 items of split train");

    [Fact]
    public void A_target_that_is_the_input_now_and_then_is_no_copy() => DataCheckTest.PassesUnproven(Id, Rebuilt(index => index % 2 == 0));

    [Fact]
    public void A_target_of_several_values_is_compared_as_a_whole() => DataCheckTest.PassesUnproven(
        Id, Two((index, x) => (x, [x[0], index % 5])).HasTarget("Y", classes: 5));

    [Fact]
    public void A_value_that_agrees_in_one_item_is_no_copy() => DataCheckTest.Passes(
        Id, Rows.Of(index => index == 3 ? new Row([0, 1, 2, 3, 4, 5], 3) : Rows.Right(1, index)).HasTarget("Label", classes: 4));

    [Fact]
    public void The_first_of_two_copies_is_named() => DataCheckTest.Fails(
        Id, Rows.Of(index => new Row([index % 3, .. Rows.Values(1, index), index % 3], index % 3)).HasTarget("Label", classes: 3),
            "X[0] is the target Label");

    [Fact]
    public void A_number_is_told_by_no_threshold() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([.. Rows.Values(1, index), 5 + index], index)).HasTarget("Label"));

    [Fact]
    public void Pixels_are_no_columns() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 48, (_, index) =>
            (tensor((float[])[.. Rows.Values(1, index, 5), (index % 2 * 10) + Rows.Values(2, index, 1)[0]]).view(2, 3), index % 2))
                .HasTarget("Item2", classes: 2));

    [Fact]
    public void Two_items_of_a_class_are_told_by_chance() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([.. Rows.Values(1, index), index < 2 ? 5 : 0], index < 2 ? 1 : 0), _ => new Row([1], 0))
            .HasTarget("Label", classes: 2));

    [Fact]
    public void Classes_that_touch_are_not_told_apart() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([.. Rows.Values(1, index), (index % 2 == 0 ? 1 : -1) * (index / 2)], index % 2), _ => new Row([1], 0))
            .HasTarget("Label", classes: 2));

    [Fact]
    public void A_class_may_lie_above_all_others() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(1, index), index % 3 == 0 ? 5 + index : Rows.Values(2, index)[0]], index % 3), _ =>
            new Row([1], 0)).HasTarget("Label", classes: 3),
        "X[6] tells Label = 0 without an error", Severity.Question);

    [Fact]
    public void A_single_number_has_no_place() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 48, (_, index) => ((index % 2 * 100) + (index * 0.5), index % 2))
            .HasTarget("Item2", classes: 2),
        "Item1 tells Item2 = 0 without an error", Severity.Question);

    [Fact]
    public void A_target_of_several_values_is_told_by_no_threshold() => DataCheckTest.PassesUnproven(
        Id, Two((index, x) => ([(index % 2 * 10) + x[0], .. x[1..]], [index % 2, index % 3])).HasTarget("Y", classes: 5));

    private static DatasetSubject<string> Two(Func<long, float[], (float[] X, float[] Y)> item) => DatasetSubject.For(() => "rows")
        .WithSplit("train", _ => 48, (_, index) => item(index, Rows.Values(1, index)) is var (x, y)
            ? new Dictionary<string, float[]> { ["X"] = x, ["Y"] = y } : null!);

    private static DatasetSubject<string> Rebuilt(Func<long, bool> isCopied) =>
        Two((index, x) => (x, isCopied(index) ? x : Rows.Values(2, index))).HasTarget("Y");

    private static DatasetSubject<string> Optional(Func<long, bool> hasInput, Func<long, bool> hasTarget) =>
        DatasetSubject.For(() => "rows")
        .WithSplit("train", _ => 60, (_, index) =>
        {
            var item = new Dictionary<string, float[]> { ["always"] = [1] };
            if (hasInput(index))
            {
                item["x"] = Rows.Values(1, index);
            }

            if (hasTarget(index))
            {
                item["y"] = [index % 3];
            }

            return item;
        }).HasTarget("y", classes: 3);
}
