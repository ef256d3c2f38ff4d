namespace TorchTrust.Watching.Rules;

/// <summary>All rules, in the order in which a report tells them.</summary>
internal static class WatchRules
{
    /// <summary>What the rules say together: what follows from something else is told as such.</summary>
    /// <param name="rules">The rules of a run.</param>
    /// <param name="end">How the run stands.</param>
    public static IReadOnlyList<CheckResult> Results(IReadOnlyList<WatchRule> rules, Knowledge.RunEnd end)
    {
        HashSet<string> found = [.. rules.Where(rule => rule.Found > 0).Select(rule => rule.Info.Id)];
        return
        [
            .. rules.Select(rule => (rule.Info.Cause, Result: rule.Result(end)))
                .Select(each => each.Cause is { } cause && found.Contains(cause)
                    ? each.Result with { Findings = [.. each.Result.Findings.Select(finding => finding with { ExplainedBy = cause })] }
                    : each.Result),
        ];
    }

    /// <summary>Makes them, for one run.</summary>
    public static IReadOnlyList<WatchRule> Make() =>
    [
        new OptimizersHoldWhatModelsHave(),
        new EveryPartIsHeld(),
        new ParametersGetGradients(),
        new ParametersMove(),
        new FrozenStaysFrozen(),
        new GradientsAreCleared(),
        new StepsFollowBackward(),
        new ClippingComesBeforeTheStep(),
        new StepsAreFinite(),
        new RatesAreNotZero(),
        new SchedulesFollowTheOptimizer(),
        new SchedulesAreStepped(),
        new TrainsInTrainingMode(),
        new EvaluatesInEvaluationMode(),
        new EvaluationChangesNothing(),
        new EvaluationDataAreNew(),
        new OrderChanges(),
        new NoiseIsNew(),
        new GraphsAreFreed(),
    ];
}
