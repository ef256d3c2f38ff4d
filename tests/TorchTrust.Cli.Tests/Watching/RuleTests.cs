namespace TorchTrust.Cli.Tests.Watching;

/// <summary>
/// Each rule on a whole program that never heard of TorchTrust: one that is wrong, with the line, and those that are right.
/// </summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("frozen-untrained", "watch-frozen-stays", Severity.Question)]
    [InlineData("made-anew", "watch-optimizer-is-current", Severity.Error)]
    [InlineData("no-eval-until-the-end", "watch-evaluation-mode", Severity.Question)]
    [InlineData("test-in-training", "watch-evaluation-data-are-new", Severity.Question)]
    [InlineData("generator-in-loop", "watch-noise-is-new", Severity.Question)]
    [InlineData("schedule-early", "watch-schedule-follows-step", Severity.Question)]
    [InlineData("plain-evaluation-trains", "watch-training-mode", Severity.Question)]
    public async Task A_fault_is_found_alone_and_at_its_line(string training, string rule, Severity severity)
    {
        using WatchedTraining watched = await WatchedTraining.Of(training);

        AssertFoundAlone(watched, training, rule, severity);
    }

    /// <summary>Several trainings in one program, each with a fault that another rule finds.</summary>
    [Theory]
    [InlineData(
        Severity.Error, "no-clearing: watch-gradients-cleared", "rate-zero: watch-rate-not-zero", "not-finite: watch-steps-are-finite",
        "evaluation-writes: watch-evaluation-changes-nothing")]
    [InlineData(
        Severity.Question, "stepped-twice: watch-step-follows-backward", "clipped-late: watch-clipping-acts",
        "forgotten-part: watch-parameters-held", "moved-late: watch-optimizer-is-current", "evaluation-trains: watch-training-mode",
        "no-eval: watch-evaluation-mode", "history-with-graphs: watch-graphs-are-freed", "schedule-idle: watch-schedule-is-stepped",
        "saves-another: watch-saved-model-is-trained", "loads-half: watch-load-is-complete")]
    public async Task Each_of_several_faults_is_found_at_its_line_and_nothing_else(Severity severity, params string[] faults)
    {
        (string Training, string Rule)[] expected = [.. faults.Select(fault => fault.Split(": ")).Select(parts => (parts[0], parts[1]))];
        using WatchedTraining watched = await WatchedTraining.Of(string.Join(',', expected.Select(fault => fault.Training)));

        Assert.Equal(
            expected.Select(fault => (fault.Rule, severity, ((string?, int?))WatchedTraining.FaultOf(fault.Training))).Order(),
            watched.Found.Select(found => (found.CheckId, found.Severity, PlaceOf(found))).Order());
        Assert.Equal(severity == Severity.Error ? 1 : 4, watched.Run.ExitCode);
        Assert.All(expected, fault => Assert.Contains($"trained {fault.Training}", watched.Run.Output, StringComparison.Ordinal));
        Assert.All(expected, fault => Assert.Contains(fault.Rule, watched.Run.Errors, StringComparison.Ordinal));
    }

    /// <summary>These are told at the line of the step, which is not the line of the fault.</summary>
    [Theory]
    [InlineData("detached-part", "watch-parameters-get-gradients", Severity.Question)]
    [InlineData("too-small-steps", "watch-parameters-move", Severity.Question)]
    [InlineData("mode-lost", "watch-training-mode", Severity.Error)]
    [InlineData("same-order", "watch-order-changes", Severity.Question)]
    public async Task A_fault_is_found_alone(string training, string rule, Severity severity)
    {
        using WatchedTraining watched = await WatchedTraining.Of(training);

        CheckResult found = Assert.Single(watched.Found);
        Assert.Equal((rule, severity), (found.CheckId, found.Severity));
        Assert.NotNull(found.Findings[0].Source);
    }

    /// <summary>One after another in one program, which none of them alone would be: what one leaves is no fault of the next.</summary>
    [Theory]
    [InlineData("right,accumulation,warm-up,statistics-anew,head-only,saves-best,loads-backbone")]
    [InlineData("gan,critic,lbfgs,summed-losses")]
    public async Task Right_trainings_are_left_alone(string trainings)
    {
        using WatchedTraining watched = await WatchedTraining.Of(trainings);

        Assert.Empty(watched.Found);
        Assert.True(watched.Run.ExitCode == 0, watched.Run.Errors);
        Assert.All(trainings.Split(','), name => Assert.Contains($"trained {name}", watched.Run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frozen_part_that_moves_is_an_error_with_its_names()
    {
        using WatchedTraining watched = await WatchedTraining.Of("frozen-moves");

        CheckResult found = watched.Found.Single(result => result.CheckId == "watch-frozen-stays");
        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains(found.Findings, finding => finding is { Parameter: "_encoder.first.weight", Module: "_encoder.first" });
    }

    [Fact]
    public async Task A_stale_optimizer_is_told_before_it_breaks()
    {
        using WatchedTraining watched = await WatchedTraining.Of("stale");

        CheckResult found = Assert.Single(watched.Found);
        Assert.Equal(("watch-optimizer-is-current", Severity.Error), (found.CheckId, found.Severity));
        Assert.Equal(WatchedTraining.FaultOf("stale"), PlaceOf(found));
        Assert.Equal(134, watched.Run.ExitCode);
    }

    [Fact]
    public async Task An_evaluation_with_gradients_is_seen_as_one()
    {
        using WatchedTraining watched = await WatchedTraining.Of("recorded-evaluation");
        using WatchedTraining summed = await WatchedTraining.Of("summed-losses");

        AssertFoundAlone(watched, "recorded-evaluation", "watch-evaluation-mode", Severity.Question);
        Assert.Contains("Net was evaluated 3 times with gradients recorded", watched.Seen("for information"), StringComparison.Ordinal);
        Assert.Contains("60 calls for training, 0 evaluations", summed.Seen("model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_and_not_judged_stands_in_the_report()
    {
        using WatchedTraining watched = await WatchedTraining.Of("long-schedule epochs=4");

        string told = watched.Seen("for information");
        Assert.Contains("CosineAnnealingLR was stepped 40 times, past the end of its course after 10", told, StringComparison.Ordinal);
        Assert.Contains("the loss did not fall", told, StringComparison.Ordinal);
        Assert.Contains("gradients of nothing but rounding: _encoder.first.bias", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_from_another_finding_is_folded_under_it()
    {
        using WatchedTraining watched = await WatchedTraining.Of("seed-in-loop");

        AssertFoundAlone(watched, "seed-in-loop", "watch-noise-is-new", Severity.Question);
        Assert.Equal("watch-noise-is-new", watched.Report.Results.Single(result => result.CheckId == "watch-order-changes").ExplainedBy);
    }

    private static void AssertFoundAlone(WatchedTraining watched, string training, string rule, Severity severity)
    {
        CheckResult found = Assert.Single(watched.Found);
        Assert.Equal((rule, severity), (found.CheckId, found.Severity));
        Assert.Equal(WatchedTraining.FaultOf(training), PlaceOf(found));
        Assert.Equal(severity == Severity.Error ? 1 : 4, watched.Run.ExitCode);
        Assert.Contains($"trained {training}", watched.Run.Output, StringComparison.Ordinal);
        Assert.Contains(rule, watched.Run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The file and the line of what was found first.</summary>
    private static (string? File, int? Line) PlaceOf(CheckResult found) =>
        (Path.GetFileName(found.Findings[0].Source?.File), found.Findings[0].Source?.Line);
}
