namespace TorchTrust.Watching.Rules;

/// <summary>All rules, in the order in which a report tells them.</summary>
internal static class WatchRules
{
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
        new LoadsLeaveNothingOut(),
        new WhatIsSavedWasTrained(),
        new OrderChanges(),
        new NoiseIsNew(),
        new GraphsAreFreed(),
    ];
}
