using static System.FormattableString;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataStatisticsComeFromTrainingTests
{
    private const string Id = CheckIds.DataStatisticsComeFromTraining;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_scaler_that_was_fitted_on_all_is_told() => DataCheckTest.Fails(
        Id,
        Scaled(onAll: true),
        "X has mean 0 and deviation 1 over all splits together");

    [Fact]
    public void A_scaler_that_was_fitted_on_training_is_right() =>
        DataCheckTest.Passes(Id, Scaled(onAll: false));

    [Fact]
    public void One_split_has_no_other() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void Ten_items_are_enough(int items)
    {
        DatasetSubject subject = Rows.Of(index => Rows.Right(1, index), trained: items);
        if (items < 10)
        {
            DataCheckTest.Skips(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Passes(Id, subject, $"{items}");
        }
    }

    [Fact]
    public void What_is_a_part_is_counted_once() => DataCheckTest.Fails(
        Id,
        Scaled(onAll: true).WithSplit("part", _ => 9, (_, index) => new Row([5], 0), partOf: "train"),
        "X has mean 0 and deviation 1 over all splits together");

    [Fact]
    public void A_split_that_is_a_part_has_no_other() => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index))
            .WithSplit("part", _ => 9, (_, index) => Rows.Right(1, index), partOf: "train"));

    [Theory]
    [InlineData("whole")]
    [InlineData("constant")]
    [InlineData("several lengths")]
    [InlineData("another length")]
    [InlineData("missing")]
    public void What_has_no_statistics_in_common_is_not_judged(string what) => DataCheckTest.Skips(
        Id,
        DatasetSubject.For(() => "rows")
            .WithSplit("train", _ => 40, (_, index) => new Dictionary<string, float[]>
            {
                ["x"] = what switch
                {
                    "whole" => [index],
                    "constant" => [0.5f, 0.5f],
                    "several lengths" => Rows.Values(1, index, 1 + (int)(index % 3)),
                    _ => Rows.Values(1, index),
                },
            })
            .WithSplit("test", _ => 40, (_, index) => what == "missing"
                ? new Dictionary<string, float[]> { ["y"] = [index] }
                : new Dictionary<string, float[]>
                {
                    ["x"] = what == "whole" ? [index] : what == "constant" ? [0.5f, 0.5f]
                    : Rows.Values(2, index, 2)
                })
            .WithSplit("more", _ => 40, (_, index) =>
                new Dictionary<string, float[]>
                {
                    ["x"] = what == "another length" ? Rows.Values(3, index) : what == "whole" ? [index]
                    : [index, index]
                }),
        what);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Bounds_that_all_splits_together_reach_exactly_are_a_question(int elements)
    {
        DatasetSubject subject = Bounded(elements, 0, 1);
        if (elements < 4)
        {
            DataCheckTest.Passes(Id, subject, $"{elements}");
        }
        else
        {
            DataCheckTest.Fails(
                Id,
                subject,
                "each of 4 elements of X spans [0, 1] exactly over all splits together, and not over split train",
                Severity.Question,
                $"{elements}");
        }
    }

    [Theory]
    [InlineData(0, 0.9f)]
    [InlineData(0.1f, 1)]
    public void Both_bounds_have_to_be_reached(float least, float largest) =>
        DataCheckTest.Passes(Id, Bounded(4, least, largest), Invariant($"{least} to {largest}"));

    [Fact]
    public void Bounds_that_one_element_reaches_are_no_bounds_of_all() => DataCheckTest.Passes(Id, Rows.Of(
        index => new Row([.. Rows.Values(1, index, 4).Select(value => 0.5f + (value / 4))], 0),
        index => new Row([index == 0 ? 0 : index == 1 ? 1 : 0.5f, 0.5f, 0.4f, 0.6f], 0)));

    [Fact]
    public void Bounds_that_training_reaches_alone_are_its_own() => DataCheckTest.Passes(Id, Rows.Of(
        index => new Row(index == 0 ? [0, 0, 0, 0] : index == 1 ? [1, 1, 1, 1]
            : [.. Rows.Values(1, index, 4).Select(value => 0.5f + (value / 4))], 0),
        index => new Row([0.2f, 0.3f, 0.4f, index % 2 * 0.5f], 0)));

    [Theory]
    [InlineData("elements")]
    [InlineData("channels")]
    public void A_scaler_of_parts_that_was_fitted_on_all_is_told(string parts) => DataCheckTest.Fails(
        Id, Parts(parts == "channels"), "item has mean 0 and deviation 1 over all splits together", row: parts);

    [Fact]
    public void A_deviation_of_one_less_is_known_as_well() => DataCheckTest.Fails(
        Id, Scaled(onAll: true, unbiased: true), "X has mean 0 and deviation 1 over all splits together");

    [Fact]
    public void A_mean_that_was_taken_off_without_a_division_is_no_standard() => DataCheckTest.Passes(Id, Scaled(onAll: true, scale: 2));

    [Fact]
    public void A_division_without_a_mean_is_no_standard() => DataCheckTest.Passes(Id, Scaled(onAll: true, shift: 0.5f));

    [Fact]
    public void Columns_of_which_one_is_standardized_over_all_are_not_all_so() =>
        DataCheckTest.Passes(Id, Parts(channels: false, scale: 3));

    [Fact]
    public void A_row_that_is_the_same_in_all_items_has_no_statistics() => DataCheckTest.PassesUnproven(
        Id, Rows.Of(_ => new Row([0.5f, 1.5f], 0), _ => new Row([0.5f, 1.5f], 0)).HasTarget("Label"));

    [Fact]
    public void A_training_that_is_as_near_to_a_standard_is_its_own() =>
        DataCheckTest.PassesUnproven(Id, Rows.Of(index => new Row([(index % 2 * 2) - 1 + (index == 0 ? 1e-7f : 0)], 0), index =>
            new Row([(index % 2 * 2) - 1], 0)));

    [Fact]
    public void A_field_may_be_missing_in_an_item()
    {
        static Dictionary<string, float[]> Item(long seed, long index) =>
            index % 3 == 0 ? new() { ["y"] = [1] } : new() { ["y"] = [1], ["x"] = Rows.Values(seed, index) };
        DataCheckTest.Passes(
            Id,
            DatasetSubject.For(() => "rows").WithSplit("train", _ => 60, (_, index) => Item(1, index))
                .WithSplit("test", _ => 60, (_, index) => Item(2, index)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_bound_that_one_element_reaches_is_none_of_all(int bound) => DataCheckTest.Passes(
        Id,
        Rows.Of(
            index => new Row([.. Rows.Values(1, index, 4).Select(value => 0.5f + (value / 4))], 0),
            index => new Row(index == bound ? [bound, 0.5f, 0.5f, 0.5f]
                : [.. Enumerable.Repeat(index == 1 - bound ? 1f - bound : 0.5f, 4)], 0)),
        $"{bound}");

    private static DatasetSubject<Rows> Scaled(bool onAll, bool unbiased = false, float scale = 1, float shift = 0)
    {
        double[] all = [.. Enumerable.Range(0, onAll ? Rows.Trained + Rows.Held : Rows.Trained).Select(index => (double)Raw(index))];
        double mean = all.Average();
        double deviation = Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - (unbiased ? 1 : 0)));
        Row Item(int index) => new([((float)((Raw(index) - mean) / deviation) * scale) + shift], 0);
        return Rows.Of(index => Item((int)index), index => Item(Rows.Trained + (int)index));
    }

    private static float Raw(int index) => Rows.Values(3, index)[0] + (index * 0.01f);

    /// <summary>Numbers between bounds that only the test split reaches, in each element.</summary>
    private static DatasetSubject Bounded(int elements, float least, float largest) => Rows.Of(
        index => new Row([.. Rows.Values(1, index, elements).Select(value => 0.5f + (value / 4))], 0),
        index => new Row([.. Enumerable.Repeat(index == 0 ? least : index == 1 ? largest : 0.5f, elements)], 0));

    /// <summary>
    /// Two channels of two numbers, of units of their own, which are standardized over both splits by element or by channel, and one that
    /// never varies.
    /// </summary>
    private static DatasetSubject<string> Parts(bool channels, double scale = 1)
    {
        using var scope = NewDisposeScope();
        Tensor all = tensor((float[])[.. Enumerable.Range(0, 80)
            .SelectMany(index => Rows.Values(5, index, 4).Zip([1f, 5, 20, 90], (value, unit) => (value * unit) + unit
            + (index * 0.1f * unit)))])
            .to(ScalarType.Float64).view(80, 2, 2);
        long[] over = channels ? [0, 2] : [0];
        Tensor made = (all - all.mean(over, keepdim: true)) / all.var(over, unbiased: false, keepdim: true).sqrt();
        made[TensorIndex.Ellipsis, 1] = made[TensorIndex.Ellipsis, 1] * scale;
        double[] values = [.. made.contiguous().data<double>()];
        Tensor Item(long index) => tensor((double[])[.. values[(int)(index * 4)..(int)((index * 4) + 4)], 7, 7]).view(3, 2);
        return DatasetSubject.For(() => "parts").WithSplit("train", _ => 48, (_, index) => Item(index))
            .WithSplit("test", _ => 32, (_, index) => Item(48 + index));
    }
}
