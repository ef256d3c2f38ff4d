namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls to zero as a parabola.</summary>
internal sealed class PolynomialDecay() : ScheduledByEpoch(
    parameters => optim.Adamax(parameters, lr: 1e-2), optimizer => optim.lr_scheduler.PolynomialLR(optimizer, total_iters: 6, power: 2))
{
    public static RightLoop Describe() => Describe(
        () => new PolynomialDecay(), LoopKind.PolynomialSchedule, "After the last epoch the rate is zero for ever.");
}
