using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks.Labels;

public sealed class DataTargetsAreAlignedTests
{
    private const string Id = CheckIds.DataTargetsAreAligned;

    [Fact]
    public void What_is_right_passes_with_its_power_shown() =>
        DataCheckTest.Passes(Id, Sequences(1));

    [Fact]
    public void A_target_that_is_its_input_is_told() => DataCheckTest.Fails(
        Id,
        Sequences(0),
        "it lies at +0 instead of +1");

    [Fact]
    public void A_target_two_steps_ahead_is_told() => DataCheckTest.Fails(
        Id,
        Sequences(2),
        "it lies at +2 instead of +1");

    [Fact]
    public void The_last_position_lies_beyond_the_input() =>
        DataCheckTest.Passes(Id, Sequences(1));

    [Fact]
    public void Without_a_declaration_nothing_is_predicted() =>
        DataCheckTest.Skips(Id, Rows.Sound);

    [Fact]
    public void A_causal_target_that_is_the_last_step_is_told() => DataCheckTest.Fails(
        Id, Series(window => window[^2]), "next is past 1 step before its place in all of 40 items of split train");

    [Fact]
    public void A_causal_target_that_comes_next_passes_with_its_power_shown() => DataCheckTest.Passes(Id, Series(window => window[^1]));

    [Fact]
    public void A_series_that_comes_back_is_no_copy() => DataCheckTest.Passes(Id, Series(window => window[^1], period: 3));

    [Fact]
    public void A_causal_row_of_targets_at_their_own_places_is_told() => DataCheckTest.Fails(
        Id, Labelled(0), "states is past at its own place in all of 40 items");

    [Fact]
    public void A_causal_row_of_targets_one_step_ahead_passes_with_its_power_shown() => DataCheckTest.Passes(Id, Labelled(1));

    [Fact]
    public void What_is_to_be_reconstructed_is_its_input() =>
        DataCheckTest.Skips(Id, Labelled(0).TargetIsInputOnPurpose("states", "past", "a test"));

    [Fact]
    public void Causal_without_a_target_declares_nothing() => DataCheckTest.Skips(Id, Rows.Sound.IsCausal());

    [Fact]
    public void A_target_that_is_not_said_to_come_later_may_lie_anywhere() => DataCheckTest.Skips(Id, Rows.Sound.HasTarget("Label"));

    [Fact]
    public void A_causal_target_beside_no_steps_is_not_judged() => DataCheckTest.Skips(Id, Rows.Sound.HasTarget("Label").IsCausal());

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void An_offset_as_long_as_the_input_reaches_beyond_it(int offset)
    {
        DatasetSubject subject = Sequences(offset, offset);
        if (offset < 12)
        {
            DataCheckTest.Passes(Id, subject, $"{offset}");
        }
        else
        {
            DataCheckTest.LeavesOpen(Id, subject, $"{offset}");
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Eight_items_are_enough(int items)
    {
        DatasetSubject subject = Sequences(1, items: items);
        if (items < 8)
        {
            DataCheckTest.LeavesOpen(Id, subject, $"{items}");
        }
        else
        {
            DataCheckTest.Passes(Id, subject, $"{items}");
        }
    }

    [Fact]
    public void A_causal_target_two_steps_before_its_place_is_told() => DataCheckTest.Fails(
        Id, Series(window => window[^3]), "next is past 2 steps before its place in all of 40 items of split train");

    [Fact]
    public void Two_positions_cannot_be_rolled() => DataCheckTest.PassesUnproven(Id,
        Of(index => (Tokens(index, 0)[..2], Tokens(index, 1)[..2])));

    [Fact]
    public void Items_may_lack_a_field_or_have_it_in_another_length() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "text")
        .WithSplit("train", _ => 30, (_, index) => (index % 4) switch
        {
            0 => new Dictionary<string, long[]> { ["given"] = Tokens(index, 0) },
            1 => new Dictionary<string, long[]> { ["asked"] = Tokens(index, 1) },
            2 => new Dictionary<string, long[]> { ["given"] = Tokens(index, 0), ["asked"] = Tokens(index, 5)[..3] },
            _ => new Dictionary<string, long[]> { ["given"] = Tokens(index, 0), ["asked"] = Tokens(index, 1) },
        })
        .WithSplit("test", _ => 30, (_, index) =>
                new Dictionary<string, long[]> { ["given"] = Tokens(index, 0), ["asked"] = Tokens(index, 1) })
        .WithSplit("other", _ => 30, (_, index) => new Dictionary<string, long[]> { ["given"] = Tokens(index, 0) })
        .HasTarget("asked").HasSeveralLengths("asked").PredictsNext("given", "asked"));

    [Fact]
    public void Rows_of_rows_are_not_compared() => DataCheckTest.LeavesOpen(
        Id, Of(index => (tensor(Tokens(index, 0)).view(2, 6), tensor(Tokens(index, 1)).view(2, 6))));

    [Fact]
    public void A_path_of_several_fields_names_the_first() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "text")
        .WithSplit("train", _ => 30, (_, index) => new Dictionary<string, long[]>
        {
            ["given.a"] = Tokens(index, 0),
            ["given.b"] = Tokens(index, 7),
            ["wanted"] = Tokens(index, 1),
        }).HasTarget("wanted").PredictsNext("given*", "wanted"));

    [Fact]
    public void What_does_not_count_and_what_fills_up_predict_nothing()
    {
        DatasetSubject<string> subject = Of(index => (Tokens(index, 0), (long[])[.. Tokens(index, 1)[..6], -100, -100, 99, 99, 99, 99]));
        DataCheckTest.Passes(Id, subject.IgnoresTarget("asked", -100).HasPadding("asked", 99), "both");
        DataCheckTest.Fails(Id, subject.HasPadding("asked", 99), "asked[6] of item 0 of split train is -100", row: "padding only");
        DataCheckTest.Fails(Id, subject.IgnoresTarget("asked", -100), "asked[8] of item 0 of split train is 99", row: "ignored only");
    }

    [Fact]
    public void A_target_that_lies_nowhere_is_told_without_a_place() => DataCheckTest.Fails(
        Id, Of(index => (Tokens(index, 0), (long[])[-1, .. Tokens(index, 0)[1..]])),
            "asked[0] of item 0 of split train is -1, and given[1], which it is said to predict");

    [Fact]
    public void The_nearest_of_several_places_is_told() => DataCheckTest.Fails(
        Id, Of<long[]>(_ => ([1, 2, 3, 1, 2, 3, 1, 2, 3], [1, 2, 3, 1, 2, 3, 1, 2, 3])), "it lies at +0 instead of +1");

    [Fact]
    public void A_causal_item_may_lack_its_steps_or_its_target() => DataCheckTest.Passes(Id, DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 90, (_, index) => Steps(index, 0) is var window && index % 3 == 0
            ? new Dictionary<string, object> { ["past"] = window[..^1], ["next"] = window[^1] }
            : index % 3 == 1 ? new Dictionary<string, object> { ["past"] = window[..^1] } :
                new Dictionary<string, object> { ["next"] = window[^1] })
        .HasTarget("next").HasTime("past").IsCausal());

    private static DatasetSubject<string> Series(Func<float[], float> target, int period = 0) => DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 40, (_, index) => Steps(index, period) is var window
            ? new Dictionary<string, object> { ["past"] = window[..^1], ["next"] = target(window) } : null!)
        .HasTarget("next").HasTime("past").IsCausal();

    private static DatasetSubject<string> Labelled(int offset) => DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 40, (_, index) => Steps(index, 0) is var window
            ? new Dictionary<string, float[]> { ["past"] = window[..^1], ["states"] = window[offset..(window.Length - 1 + offset)] }
                : null!)
        .HasTarget("states").HasTime("past").IsCausal();

    /// <summary>Nine steps of a series without a rule, or of one that comes back after a period.</summary>
    private static float[] Steps(long start, int period) =>
        [.. Enumerable.Range((int)start, 9).Select(at => new Random(period == 0 ? at : at % period).NextSingle())];

    private static DatasetSubject Sequences(int offset, int declared = 1, int items = 30) => DatasetSubject.For(() => "text")
        .WithSplit("train", _ => items, (_, index) => new Dictionary<string, long[]>
        {
            ["tokens"] = Tokens(index, 0),
            ["next"] = Tokens(index, offset),
        })
        .HasTarget("next").PredictsNext("tokens", "next", declared);

    private static DatasetSubject<string> Of<T>(Func<long, (T Given, T Asked)> item)
        where T : notnull => DatasetSubject.For(() => "text")
        .WithSplit("train", _ => 30, (_, index) => item(index) is var (given, asked)
            ? new Dictionary<string, T> { ["given"] = given, ["asked"] = asked } : null!)
        .HasTarget("asked").PredictsNext("given", "asked");

    private static long[] Tokens(long start, int offset) =>
        [.. Enumerable.Range((int)(start * 12) + offset, 12).Select(at => (long)new Random(at).Next(50))];
}
