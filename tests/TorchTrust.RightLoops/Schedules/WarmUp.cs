namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate rises from zero through the first steps.</summary>
internal sealed class WarmUp
{
    private const int Steps = 5;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private readonly optim.lr_scheduler.LRScheduler _schedule;

    public WarmUp()
    {
        _optimizer = optim.Adam(_model.parameters(), lr: 2e-2);
        _schedule = optim.lr_scheduler.LambdaLR(_optimizer, step => Math.Min(1.0, (double)step / Steps));
    }

    public static RightLoop Describe()
    {
        TrainingSubject<WarmUp, LabelledBatch> undeclared = TrainingSubject.For(() => new WarmUp())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(WarmUp),
            LoopKind.WarmUp,
            undeclared,
            undeclared.ReportsLoss().SchedulesBy(TrainingUnit.Step)
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The first update has a rate of zero and moves nothing.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        _schedule.step();
        return loss.item<float>();
    }
}
