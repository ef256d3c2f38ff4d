using TorchTrust.Datasets.Summaries;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Content;

public sealed class DataValuesDoNotRepeatTests
{
    private const string Id = CheckIds.DataValuesDoNotRepeat;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void A_column_that_is_read_twice_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!),
        "X[1] and X[2] are equal in all", Severity.Question);

    [Fact]
    public void A_periodic_series_repeats() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([.. Enumerable.Range(0, 20).Select(step => MathF.Sin((index + step) % 7))], 0)));

    [Fact]
    public void Grey_as_colour_repeats() =>
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([.. x, .. x, .. x], 0) : null!));

    [Fact]
    public void What_is_declared_may_repeat() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Values(1, index) is var x ? new Row([x[0], x[1], x[1], x[3]], 0) : null!)
            .RepeatsValuesOnPurpose("X", "a test"));

    [Fact]
    public void A_frame_never_varies() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row([0, 0, .. Rows.Values(1, index), 0, 0], 0)));

    [Fact]
    public void Pixels_near_the_border_hardly_ever_differ() => DataCheckTest.Skips(
        Id, Pictures(index => (at, _) => at is 0 or 1 && index % 40 == 0 ? 0.5f : at < 8 ? 0 : Rows.Values(1, index, 64)[at]));

    [Fact]
    public void Rare_columns_are_equal_by_chance() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([.. Rows.Values(1, index), index == 5 ? 1 : 0, index == 5 ? 1 : 0, 0.5f + (index % 2)], 0)));

    [Fact]
    public void A_sensor_that_is_wired_twice_is_told() => DataCheckTest.Fails(
        Id, Windows(index => Rows.Values(1, index, 12) is var x ? [x[0], x[1], x[1], x[2], x[3], x[3], x[4], x[5], x[5], x[6], x[7], x[7]]
            : []),
        "series[1] and series[2] are equal in all", Severity.Question);

    [Fact]
    public void Windows_of_several_sensors_pass_with_their_power_shown() =>
        DataCheckTest.Passes(Id, Windows(index => Rows.Values(1, index, 12)));

    [Fact]
    public void Few_items_show_nothing() =>
        DataCheckTest.Skips(Id, Rows.Of(index => Rows.Right(1, index), trained: 5, held: 5));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Twenty_items_are_enough(int items, bool areEnough)
    {
        DatasetSubject subject = Rows.Of(index => Rows.Right(1, index), trained: items, held: 1);
        if (areEnough)
        {
            DataCheckTest.Passes(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Skips(Id, subject, $"{items}");
        }
    }

    [Fact]
    public void Whole_numbers_are_no_measurements() => DataCheckTest.Skips(
        Id, Rows.Of(index => new Row([index, index * 3 % 7, index * 3 % 7, index % 5], 0), index =>
            new Row([index, index, index, index], 0)));

    [Fact]
    public void Two_columns_that_vary_are_too_few_to_tell() =>
        DataCheckTest.Skips(Id, Rows.Of(index => new Row([.. Rows.Values(1, index, 2), 0.5f], 0), index =>
            new Row([.. Rows.Values(2, index, 2), 0.5f], 0)));

    [Fact]
    public void A_field_may_be_missing_in_some_items() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "rows")
        .WithSplit("train", _ => 60, (_, index) => index % 2 == 0
            ? new Dictionary<string, float[]> { ["x"] = Rows.Values(1, index), ["y"] = [1] }
            : new Dictionary<string, float[]> { ["y"] = [1] }));

    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    public void A_time_that_is_no_dimension_of_the_field_divides_nothing(int dimension) =>
        DataCheckTest.Passes(Id, Rows.Sound.HasTime("X", dimension), $"{dimension}");

    [Fact]
    public void The_last_dimension_may_be_time() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "windows")
        .WithSplit("train", _ => 60, (_, index) =>
                new Dictionary<string, Tensor> { ["series"] = tensor(Rows.Values(1, index, 12)).view(3, 4) })
        .HasTime("series", -1));

    [Fact]
    public void A_sensor_that_is_silent_at_first_is_compared_by_its_later_steps() => DataCheckTest.Fails(
        Id,
        Windows(index => Rows.Values(1, index, 12) is var x ? [0, 0, 0, x[3], x[4], x[4], x[6], x[7], x[7], x[9], x[10], x[10]] : []),
        "series[1] and series[2] are equal in all", Severity.Question);

    [Fact]
    public void What_agrees_at_one_step_only_does_not_repeat_throughout() => DataCheckTest.Fails(
        Id,
        Windows(index => Rows.Values(1, index, 12) is var x ? [x[0], x[0], x[0], x[3], x[4], x[4], x[6], x[7], x[7], x[9], x[10], x[10]]
            : []),
        "series[1] and series[2] are equal in all", Severity.Question);

    [Fact]
    public void One_item_whose_columns_all_agree_is_no_pattern() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Values(1, index) is var x ? new Row(index == 3 ? [0.5f, 0.5f, 0.5f, 0.5f] : [x[0], x[1], x[1], x[3]], 0)
            : null!),
        "X[1] and X[2] are equal in all", Severity.Question);

    [Fact]
    public void The_liveliest_column_shows_the_power_whatever_stands_before_it() => DataCheckTest.Passes(
        Id, Rows.Of(index => new Row([index == 7 ? 0.5f : 0, index == 9 ? 0.5f : 0, .. Rows.Values(1, index, 1)], 0), _ =>
            new Row([1], 0)));

    [Fact]
    public void A_column_is_as_lively_as_its_liveliest_step() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "windows").WithSplit("train", _ => 60, (_, index) => new Dictionary<string, Tensor>
        {
            ["series"] = tensor([Rare(index, 1), Rare(index, 2), Rare(index, 2), Rows.Values(1, index)[0], Rare(index, 2),
                Rare(index, 2)]).view(2, 3),
        }).HasTime("series"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Columns_that_differ_beyond_the_sample_are_two(int step)
    {
        // More items than are kept whole: the columns differ in those that are not.
        HashSet<long> kept = Sampled(600);
        DataCheckTest.Passes(
            Id,
            DatasetSubject.For(() => "windows").WithSplit("train", _ => 600, (_, index) =>
            {
                float[] x = Rows.Values(1, index, 8);
                (x[1], x[5]) = (x[2], x[6]);
                x[1 + (4 * step)] += kept.Contains(index) ? 0 : 1;
                return new Dictionary<string, Tensor> { ["series"] = tensor(x).view(2, 4) };
            }).HasTime("series"),
            $"step {step}");
    }

    private static DatasetSubject Pictures(Func<long, Func<int, long, float>> pixel) => DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 60, (_, index) => tensor([.. Enumerable.Range(0, 64).Select(at => pixel(index)(at, index))]).view(1, 8,
            8));

    /// <summary>Windows of four steps of three sensors.</summary>
    private static DatasetSubject Windows(Func<long, float[]> values) => DatasetSubject.For(() => "windows")
        .WithSplit("train", _ => 60, (_, index) => new Dictionary<string, Tensor> { ["series"] = tensor(values(index)).view(4, 3) })
        .HasTime("series");

    /// <summary>A number that so many of sixty items have.</summary>
    private static float Rare(long index, int times) => index < times ? 0.5f : 0;

    /// <summary>The items that are kept whole of so many.</summary>
    private static HashSet<long> Sampled(int count)
    {
        var sample = new ItemSample(512);
        for (long index = 0; index < count; index++)
        {
            sample.Add(new SampledItem(index, 0, new Dictionary<string, double[]>()) { Shapes = new Dictionary<string, long[]>() });
        }

        return [.. sample.Items.Select(item => item.Index)];
    }
}
