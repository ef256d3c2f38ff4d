namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate goes up and down between two values.</summary>
internal sealed class CyclicRates() : ScheduledByStep(
    parameters => optim.SGD(parameters, learningRate: 0.01, momentum: 0.9),
    optimizer => optim.lr_scheduler.CyclicLR(optimizer, base_lr: 0.005, max_lr: 0.05, step_size_up: 3))
{
    public static RightLoop Describe() => Describe(
        () => new CyclicRates(), LoopKind.CyclicRates, steps: 60, "The rate changes with each update, and never settles.");
}
