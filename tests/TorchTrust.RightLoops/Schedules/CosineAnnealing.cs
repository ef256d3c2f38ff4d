namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls along half a cosine, to zero at the end of the training.</summary>
internal sealed class CosineAnnealing() : ScheduledByEpoch(
    parameters => optim.AdamW(parameters, lr: 1e-2), optimizer => optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 6))
{
    public static RightLoop Describe() => Describe(
        () => new CosineAnnealing(), LoopKind.CosineSchedule, "After the last epoch the rate is zero, and would rise again.");
}
