namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls to a tenth every second epoch.</summary>
internal sealed class StepDecay() : ScheduledByEpoch(
    parameters => optim.SGD(parameters, learningRate: 0.5, momentum: 0.9),
    optimizer => optim.lr_scheduler.StepLR(optimizer, step_size: 2, gamma: 0.1))
{
    public static RightLoop Describe() => Describe(
        () => new StepDecay(), LoopKind.StepSchedule, "Late updates are a thousandth of the first.");
}
