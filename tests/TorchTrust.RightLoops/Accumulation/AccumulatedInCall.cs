namespace TorchTrust.RightLoops.Accumulation;

/// <summary>A batch is worked off in four parts, weighted by their sizes, before one update.</summary>
internal sealed class AccumulatedInCall
{
    private const long Parts = 4;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public AccumulatedInCall() => _optimizer = optim.SGD(_model.parameters(), learningRate: 0.1, momentum: 0.9);

    public static RightLoop Describe()
    {
        TrainingSubject<AccumulatedInCall, LabelledBatch> undeclared = TrainingSubject.For(() => new AccumulatedInCall())
            .WithBatch((_, n) => Toy.Labelled(n, samples: 10))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(AccumulatedInCall),
            LoopKind.AccumulatedInCall,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Four backward passes, one update; the last part is smaller, and weighs less.");
    }

    private double Step(LabelledBatch batch)
    {
        _optimizer.zero_grad();
        long count = batch.Inputs.shape[0];
        double total = 0;
        foreach ((Tensor inputs, Tensor labels) in batch.Inputs.chunk(Parts).Zip(batch.Labels.chunk(Parts)))
        {
            using var scope = NewDisposeScope();
            Tensor loss = F.cross_entropy(_model.call(inputs), labels) * ((double)inputs.shape[0] / count);
            loss.backward();
            total += loss.item<float>();
        }

        _optimizer.step();
        return total;
    }
}
