namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls by a tenth each epoch.</summary>
internal sealed class ExponentialDecay() : ScheduledByEpoch(
    parameters => optim.RMSProp(parameters, lr: 1e-2, momentum: 0.5, centered: true),
    optimizer => optim.lr_scheduler.ExponentialLR(optimizer, gamma: 0.9))
{
    public static RightLoop Describe() => Describe(
        () => new ExponentialDecay(), LoopKind.ExponentialSchedule, "A mild decay; the optimizer has three kinds of state.");
}
