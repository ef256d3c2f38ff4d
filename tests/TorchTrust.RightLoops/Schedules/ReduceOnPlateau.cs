namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate halves where held-out data no longer improve.</summary>
internal sealed class ReduceOnPlateau() : ScheduledByEpoch(
    parameters => optim.SGD(parameters, learningRate: 0.3),
    optimizer => optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1))
{
    public static RightLoop Describe() => Describe(
        () => new ReduceOnPlateau(), LoopKind.PlateauSchedule, "The end of an epoch evaluates, and when the rate falls depends on that.");

    protected override void EndOfEpoch() => StepBy(Evaluate());
}
