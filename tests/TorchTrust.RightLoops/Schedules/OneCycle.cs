namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate rises and falls once, with the momentum against it.</summary>
internal sealed class OneCycle() : ScheduledByStep(
    parameters => optim.SGD(parameters, learningRate: 0.01, momentum: 0.9),
    optimizer => optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 0.1, total_steps: 200))
{
    public static RightLoop Describe() => Describe(
        () => new OneCycle(), LoopKind.OneCycle, steps: 199, "Building the schedule already changes rate and momentum.");
}
