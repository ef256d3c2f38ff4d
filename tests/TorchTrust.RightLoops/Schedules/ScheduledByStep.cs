namespace TorchTrust.RightLoops.Schedules;

/// <summary>What loops share whose schedule steps with each update.</summary>
internal abstract class ScheduledByStep
{
    private readonly Sequential _model = Toy.Network(outputs: 1);
    private readonly optim.Optimizer _optimizer;
    private readonly optim.lr_scheduler.LRScheduler _schedule;

    protected ScheduledByStep(
        Func<IEnumerable<Parameter>, optim.Optimizer> optimizer, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> schedule)
    {
        _optimizer = optimizer(_model.parameters());
        _schedule = schedule(_optimizer);
    }

    protected static RightLoop Describe<TLoop>(Func<TLoop> build, LoopKind kind, long steps, string unusual)
        where TLoop : ScheduledByStep
    {
        TrainingSubject<TLoop, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(build)
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => Toy.Error(loop._model));
        return new RightLoop(
            typeof(TLoop).Name,
            kind,
            undeclared,
            undeclared.ReportsLoss().SchedulesBy(TrainingUnit.Step).TrainsFor(steps, TrainingUnit.Step)
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            unusual);
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target);
        loss.backward();
        _optimizer.step();
        _schedule.step();
        return loss.item<float>();
    }
}
