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

    private static DatasetSubject<string> Series(Func<float[], float> target, int period = 0) => DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 40, (_, index) => Steps(index, period) is var window
            ? new Dictionary<string, object> { ["past"] = window[..^1], ["next"] = target(window) } : null!)
        .HasTarget("next").HasTime("past").IsCausal();

    private static DatasetSubject<string> Labelled(int offset) => DatasetSubject.For(() => "series")
        .WithSplit("train", _ => 40, (_, index) => Steps(index, 0) is var window
            ? new Dictionary<string, float[]> { ["past"] = window[..^1], ["states"] = window[offset..(window.Length - 1 + offset)] } : null!)
        .HasTarget("states").HasTime("past").IsCausal();

    /// <summary>Nine steps of a series without a rule, or of one that comes back after a period.</summary>
    private static float[] Steps(long start, int period) =>
        [.. Enumerable.Range((int)start, 9).Select(at => new Random(period == 0 ? at : at % period).NextSingle())];

    private static DatasetSubject Sequences(int offset) => DatasetSubject.For(() => "text")
        .WithSplit("train", _ => 30, (_, index) => new Dictionary<string, long[]>
        {
            ["tokens"] = Tokens(index, 0),
            ["next"] = Tokens(index, offset),
        })
        .HasTarget("next").PredictsNext("tokens", "next");

    private static long[] Tokens(long start, int offset) =>
        [.. Enumerable.Range((int)(start * 12) + offset, 12).Select(at => (long)new Random(at).Next(50))];
}
