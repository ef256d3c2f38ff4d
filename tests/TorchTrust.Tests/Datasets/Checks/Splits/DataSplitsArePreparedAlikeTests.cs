using static System.FormattableString;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Splits;

public sealed class DataSplitsArePreparedAlikeTests
{
    private const string Id = CheckIds.DataSplitsArePreparedAlike;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Rows.Sound);

    [Fact]
    public void Pixels_that_were_not_divided_are_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => MathF.Floor(value * 128))], 0)),
        "X has whole numbers only in split test, and others in split train");

    [Fact]
    public void Another_unit_is_asked_about() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0)),
        "the middle half of X spans", Severity.Question);

    [Fact]
    public void A_split_may_be_shifted_on_purpose() =>
        DataCheckTest.Skips(Id,
            Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value * 1000)], 0))
            .ShiftsOnPurpose("test", "a test"));

    [Fact]
    public void A_small_shift_is_no_fault() =>
        DataCheckTest.Passes(Id,
            Rows.Of(index => Rows.Right(1, index), index => new Row([.. Rows.Values(2, index).Select(value => value + 0.5f)], 0)));

    [Fact]
    public void Another_unit_is_seen_behind_a_background() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row(Sparse(1, index), 0), index => new Row([.. Sparse(2, index).Select(value => value * 1000)], 0)),
        "the middle half of X spans", Severity.Question);

    [Fact]
    public void A_background_of_three_quarters_is_no_unit() =>
        DataCheckTest.Passes(Id, Rows.Of(index => new Row(Sparse(1, index), 0), index => new Row(Sparse(2, index), 0)));

    [Fact]
    public void A_mean_that_was_not_taken_off_is_asked_about() => DataCheckTest.Fails(
        Id, Pictures((_, value) => value + 0.5f), "item is ", Severity.Question);

    [Fact]
    public void Pictures_that_are_alike_pass_with_their_power_shown() => DataCheckTest.Passes(Id, Pictures((_, value) => value));

    [Fact]
    public void Pictures_of_few_patients_are_as_bright_as_these() => DataCheckTest.Passes(
        Id, Pictures((_, value) => value + 0.5f).IsGroupedBy("train", (_, index) => index % 3));

    [Fact]
    public void One_split_is_alike_to_itself() =>
        DataCheckTest.Skips(Id, DatasetSubject.For(() => "one").WithSplit("train", _ => 30, (_, index) => Rows.Right(1, index)));

    [Fact]
    public void Training_that_is_held_in_whole_numbers_is_told() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => new Row([.. Rows.Values(2, index).Select(value => MathF.Floor(value * 128))], 0), index => Rows.Right(1, index)),
        "X has whole numbers only in split train, and others in split test");

    [Fact]
    public void Another_split_may_be_shifted_on_purpose() => DataCheckTest.Fails(
        Id,
        Rows.Of(index => Rows.Right(1, index), index => Times(2, index, 1000))
            .WithSplit("more", _ => 40, (_, index) => Times(3, index, 1000)).ShiftsOnPurpose("more", "a test"),
        "in split test", Severity.Question);

    [Fact]
    public void What_is_shifted_on_purpose_shows_no_power() => DataCheckTest.Passes(
        Id,
        Rows.Sound.WithSplit("more", _ => 40, (_, index) => Times(3, index, 1000))
            .WithSplit("same", _ => 40, (_, index) => Rows.Right(4, index)).ShiftsOnPurpose("more", "a test"));

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    public void Twenty_items_are_enough(int items)
    {
        DatasetSubject subject = Rows.Of(index => Rows.Right(1, index), held: items);
        if (items < 20)
        {
            DataCheckTest.Skips(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Passes(Id, subject, $"{items}");
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("constant")]
    [InlineData("whole type")]
    [InlineData("target")]
    public void Fields_are_judged_that_vary_in_fractions_in_both_splits(string left)
    {
        Dictionary<string, object> Item(long seed, long index) => new()
        {
            ["y"] = Rows.Values(seed, index),
            ["x"] = left == "x" && seed == 1 ? "text" : Rows.Values(seed + 5, index),
            ["constant"] = left == "constant" && seed == 1 ? 0.5f : Rows.Values(seed + 6, index)[0],
            ["whole type"] = left == "whole type" ? (long)(Rows.Values(seed + 7, index)[0] * 1000) : Rows.Values(seed + 7, index)[0],
            ["target"] = Rows.Values(seed + 8, index),
        };
        DatasetSubject<string> subject = DatasetSubject.For(() => "items").WithSplit("train", _ => 40, (_, index) => Item(1, index))
            .WithSplit("test", _ => 40, (_, index) => Item(2, index))
                .WithSplit("other", _ => 40, (_, index) => new Dictionary<string, object> { ["y"] = Rows.Values(9, index) });
        DataCheckTest.Passes(Id, left == "target" ? subject.HasTarget("target") : subject, left);
    }

    [Fact]
    public void Whole_numbers_now_and_then_are_no_whole_numbers() => DataCheckTest.Passes(
        Id,
        Rows.Of(index => new Row([index % 2 == 0 ? index % 5 : 0.5f + (index % 5)], 0), index => new Row([index % 5], 0), held: 20));

    [Fact]
    public void One_fraction_of_an_item_is_enough() => DataCheckTest.Fails(
        Id, Rows.Of(index => new Row([index % 5, 0.5f], 0), index => new Row([index % 5, 1], 0)), "X has whole numbers only in split test");

    [Fact]
    public void A_field_may_be_missing_in_some_items_or_hold_what_is_missing() => DataCheckTest.Fails(
        Id,
        DatasetSubject.For(() => "rows").WithSplit("train", _ => 60, (_, index) => index % 2 == 0
                ? new Dictionary<string, float[]> { ["x"] = [Rows.Values(1, index)[0], float.NaN, -9] } :
                new Dictionary<string, float[]> { ["y"] = [1] })
            .WithSplit("test", _ => 60, (_, index) =>
                new Dictionary<string, float[]> { ["x"] = [MathF.Floor(Rows.Values(2, index)[0] * 100), float.NaN, -9] })
            .HasMissingValues("x", -9),
        "x has whole numbers only in split test");

    [Theory]
    [InlineData(10, false)]
    [InlineData(10.1, true)]
    public void More_than_ten_times_as_wide_is_another_unit(double factor, bool isAsked)
    {
        // Halves and quarters, which float32 holds exactly.
        static Row Item(long index, double factor) => new([(float)((0.25 + (index * 0.5)) * factor)], 0);
        DatasetSubject subject = Rows.Of(index => Item(index, 1), index => Item(index, factor), held: 48);
        string row = Invariant($"{factor}");
        if (isAsked)
        {
            DataCheckTest.Fails(Id, subject, "the middle half of X spans", Severity.Question, row);
        }
        else
        {
            DataCheckTest.Passes(Id, subject, row);
        }
    }

    [Fact]
    public void A_split_of_few_items_shows_no_power() =>
        DataCheckTest.Passes(Id, Rows.Of(index => Rows.Right(1, index), held: 19)
            .WithSplit("more", _ => 40, (_, index) => Rows.Right(3, index)));

    [Fact]
    public void Images_of_whole_numbers_by_type_are_not_compared_with_others() => DataCheckTest.Passes(
        Id,
        Pictures((_, value) => value).WithSplit("bytes", _ => 80, (_, index) =>
            tensor(Rows.Values(3, index, 64)).mul(100).add(100).to(ScalarType.Byte).view(1, 8, 8)));

    [Fact]
    public void Brightness_needs_another_split_with_images_enough() => DataCheckTest.Passes(
        Id,
        DatasetSubject.For(() => "pictures").WithSplit("train", _ => 30, (_, index) => tensor(Rows.Values(1, index, 64)).view(1, 8, 8))
            .WithSplit("test", _ => 80, (_, index) => tensor(Rows.Values(2, index, 64)).view(1, 8, 8)));

    [Theory]
    [InlineData(40, "train")]
    [InlineData(19, null)]
    public void A_field_that_no_other_split_can_be_compared_by_shows_no_power(int trained, string? shifted)
    {
        DatasetSubject<string> subject = DatasetSubject.For(() => "rows")
            .WithSplit("train", _ => trained, (_, index) => new Dictionary<string, float[]> { ["x"] = Rows.Values(1, index) })
            .WithSplit("test", _ => 40, (_, index) =>
                new Dictionary<string, float[]> { ["x"] = Rows.Values(2, index), ["y"] = Rows.Values(3, index) })
            .WithSplit("more", _ => 40, (_, index) => new Dictionary<string, float[]> { ["y"] = Rows.Values(4, index) });
        DataCheckTest.Passes(Id, shifted is null ? subject : subject.ShiftsOnPurpose(shifted, "a test"), $"{trained}");
    }

    /// <summary>What the middle half spans is told with the background, or without it where it is more than a quarter.</summary>
    [Theory]
    [InlineData(12, 0, 0)]
    [InlineData(13, 0, 0)]
    [InlineData(0, 12, 0)]
    [InlineData(0, 13, 0)]
    [InlineData(16, 0, 16)]
    public void A_background_is_left_out_where_it_is_more_than_a_quarter(int trained, int held, int second) => DataCheckTest.Fails(
        Id,
        Rows.Of(
            index => new Row(index < trained ? [0.5f] : index < trained + second ? [0.6f] : Even(index, 48, 1), 0),
            index => new Row(index < held ? [0.5f] : Even(index, 48, 1000), 0),
            held: 48),
        "the middle half of X spans", Severity.Question, $"{trained} and {held}, {second}");

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Twenty_values_beside_the_background_are_enough(int values, bool isAsked)
    {
        DatasetSubject subject = Rows.Of(index => new Row(index < values ? Even(index, values, 1) : [0.5f], 0), index =>
            new Row(Even(index, 48, 1000), 0), trained: 60, held: 48);
        if (isAsked)
        {
            DataCheckTest.Fails(Id, subject, "the middle half of X spans", Severity.Question, $"{values}");
        }
        else
        {
            DataCheckTest.PassesUnproven(Id, subject, $"{values}");
        }
    }

    [Fact]
    public void Two_values_span_nothing_between_them() => DataCheckTest.Says(
        Verdict.Passed, Id, Rows.Of(index => new Row([index % 3 == 0 ? 0.5f : 1.5f], 0), index => new Row(Even(index, 48, 1), 0),
            held: 48));

    [Fact]
    public void Brightness_is_compared_where_both_splits_have_images_enough() => DataCheckTest.Passes(
        Id,
        Pictures((_, value) => value).WithSplit("few", _ => 30, (_, index) => tensor(Rows.Values(3, index, 64)).view(1, 8, 8)));

    /// <summary>Numbers of which three quarters, more or less, are zero.</summary>
    private static float[] Sparse(long seed, long index) =>
        [.. Rows.Values(seed, index, 24).Select((value, at) => (at + index) % 4 == 0 || Math.Abs(value) < 0.01 ? value : 0)];

    private static DatasetSubject<string> Pictures(Func<long, float, float> test) => DatasetSubject.For(() => "pictures")
        .WithSplit("train", _ => 90, (_, index) => tensor(Rows.Values(1, index, 64)).view(1, 8, 8))
        .WithSplit("test", _ => 80, (_, index) => tensor([.. Rows.Values(2, index, 64).Select(value => test(index, value))]).view(1, 8, 8));

    private static Row Times(long seed, long index, float factor) => new([.. Rows.Values(seed, index).Select(value => value * factor)], 0);

    /// <summary>Numbers that are spread evenly, none of them whole.</summary>
    private static float[] Even(long index, int count, double span) => [(float)(((index + 0.37) / count * span) + 0.011)];
}
