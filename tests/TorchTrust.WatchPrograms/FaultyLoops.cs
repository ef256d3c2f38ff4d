using TorchTrust.WatchPrograms.Faulty;

namespace TorchTrust.WatchPrograms;

/// <summary>
/// Loops with one fault each, as users write them; in each the line of the fault ends in <c>// fault</c>, or the one that lacks something.
/// </summary>
internal static class FaultyLoops
{
    /// <summary>The loops by name.</summary>
    public static IReadOnlyDictionary<string, Action> All { get; } = new Dictionary<string, Action>
    {
        [nameof(NeverCleared)] = NeverCleared.Run,
        [nameof(StaleOptimizer)] = StaleOptimizer.Run,
        [nameof(FrozenMoves)] = FrozenMoves.Run,
        [nameof(RateOfZero)] = RateOfZero.Run,
        [nameof(ModeNotPutBack)] = ModeNotPutBack.Run,
        [nameof(NotFinite)] = NotFinite.Run,
        [nameof(EvaluationTrains)] = EvaluationTrains.Run,
        [nameof(EvaluatesInTraining)] = EvaluatesInTraining.Run,
        [nameof(ClipsAfterStep)] = ClipsAfterStep.Run,
        [nameof(ScheduleNeverStepped)] = ScheduleNeverStepped.Run,
        [nameof(HeadNotInOptimizer)] = HeadNotInOptimizer.Run,
        [nameof(SameOrder)] = SameOrder.Run,
        [nameof(SeedInLoop)] = SeedInLoop.Run,
        [nameof(KeepsGraphs)] = KeepsGraphs.Run,
        [nameof(ScheduleBeforeOptimizer)] = ScheduleBeforeOptimizer.Run,
        [nameof(StepWithoutBackward)] = StepWithoutBackward.Run,
        [nameof(SavesAnotherModel)] = SavesAnotherModel.Run,
        [nameof(LoadLeavesOut)] = LoadLeavesOut.Run,
    };
}
