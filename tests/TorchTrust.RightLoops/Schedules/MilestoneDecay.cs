namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls at given epochs.</summary>
internal sealed class MilestoneDecay() : ScheduledByEpoch(
    parameters => optim.Adam(parameters, lr: 1e-2), optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [2, 4], gamma: 0.5))
{
    public static RightLoop Describe() => Describe(
        () => new MilestoneDecay(), LoopKind.MilestoneSchedule, "Most ends of an epoch leave the rate as it is.");
}
