namespace TorchTrust.RightLoops.Schedules;

/// <summary>What loops share whose schedule steps at the end of each epoch of four steps.</summary>
internal abstract class ScheduledByEpoch
{
    protected const long StepsPerEpoch = 4;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.lr_scheduler.LRScheduler _schedule;

    protected ScheduledByEpoch(
        Func<IEnumerable<Parameter>, optim.Optimizer> optimizer, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> schedule)
    {
        Optimizer = optimizer(_model.parameters());
        _schedule = schedule(Optimizer);
    }

    protected optim.Optimizer Optimizer { get; }

    protected Sequential Model => _model;

    protected static RightLoop Describe<TLoop>(Func<TLoop> build, LoopKind kind, string unusual)
        where TLoop : ScheduledByEpoch
    {
        TrainingSubject<TLoop, LabelledBatch> undeclared = TrainingSubject.For(build)
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => loop.Evaluate())
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), StepsPerEpoch);
        return new RightLoop(
            typeof(TLoop).Name,
            kind,
            undeclared,
            undeclared.ReportsLoss().SchedulesBy(TrainingUnit.Epoch).TrainsFor(6, TrainingUnit.Epoch)
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            unusual);
    }

    protected virtual void EndOfEpoch() => _schedule.step();

    protected double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        LabelledBatch held = Toy.Labelled(Toy.HeldOut, samples: 32);
        return F.cross_entropy(_model.call(held.Inputs), held.Labels).item<float>();
    }

    /// <summary>Tells the schedule how good the model is.</summary>
    protected void StepBy(double value) => _schedule.step(value);

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        Optimizer.step();
        return loss.item<float>();
    }
}
