namespace TorchTrust.RightLoops.Accumulation;

/// <summary>An update every fourth call; what an epoch leaves over is used at its end.</summary>
internal sealed class AccumulatedOverCalls
{
    private const int Window = 4;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private int _gathered;

    public AccumulatedOverCalls() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<AccumulatedOverCalls, LabelledBatch> undeclared = TrainingSubject.For(() => new AccumulatedOverCalls())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model))
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 10);
        return new RightLoop(
            nameof(AccumulatedOverCalls),
            LoopKind.AccumulatedOverCalls,
            undeclared,
            undeclared.ReportsLoss().MovesAllWithin(Window)
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Three of four calls move nothing and leave gradients behind; the last window of an epoch is shorter.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        (loss / Window).backward();
        if (++_gathered == Window)
        {
            Update();
        }

        return loss.item<float>();
    }

    private void EndOfEpoch()
    {
        if (_gathered > 0)
        {
            Update();
        }
    }

    private void Update()
    {
        _optimizer.step();
        _optimizer.zero_grad();
        _gathered = 0;
    }
}
