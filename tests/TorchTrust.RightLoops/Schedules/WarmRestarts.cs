namespace TorchTrust.RightLoops.Schedules;

/// <summary>The rate falls along half a cosine and starts again, each time for twice as long; set by hand.</summary>
internal sealed class WarmRestarts
{
    private const double Largest = 0.05;

    private readonly Sequential _model = Toy.Network();
    private readonly Adam _optimizer;
    private long _period = 4;
    private long _step;

    public WarmRestarts() => _optimizer = optim.Adam(_model.parameters(), lr: Largest);

    public static RightLoop Describe()
    {
        TrainingSubject<WarmRestarts, LabelledBatch> undeclared = TrainingSubject.For(() => new WarmRestarts())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(WarmRestarts),
            LoopKind.WarmRestarts,
            undeclared,
            undeclared.ReportsLoss().SchedulesBy(TrainingUnit.Step)
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes)
                .SavesForResuming((loop, path) => loop.Save(path), (loop, path) => loop.Load(path)),
            "The rate is set before each update by the loop itself; the schedule is two numbers that are saved.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Toy.SetRate(_optimizer, Largest * (1 + Math.Cos(Math.PI * _step / _period)) / 2);
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        if (++_step == _period)
        {
            (_step, _period) = (0, _period * 2);
        }

        return loss.item<float>();
    }

    private void Save(string path) => Checkpoint.Save(path, _model, _optimizer, (_period << 32) + _step);

    private void Load(string path)
    {
        long counter = Checkpoint.Load(path, _model, _optimizer);
        (_period, _step) = (counter >> 32, counter & uint.MaxValue);
    }
}
