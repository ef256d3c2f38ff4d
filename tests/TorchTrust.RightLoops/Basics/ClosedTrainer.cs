namespace TorchTrust.RightLoops.Basics;

/// <summary>A trainer that takes steps on data of its own, and tells nothing but its history.</summary>
internal sealed class ClosedTrainer
{
    private const int BatchSize = 8;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private readonly LabelledBatch _data = Toy.Labelled(0, samples: 48);
    private readonly Random _order;
    private readonly Queue<long> _next = new();

    public ClosedTrainer(long seed)
    {
        _optimizer = optim.AdamW(_model.parameters(), lr: 1e-2, weight_decay: 1e-2);
        _order = new Random((int)seed);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<ClosedTrainer> undeclared = TrainingSubject.For(seed => new ClosedTrainer(seed))
            .WithSteps((trainer, count) => trainer.TrainSteps(count))
            .WithEvaluation(trainer => Toy.Accuracy(trainer._model));
        return new RightLoop(
            nameof(ClosedTrainer),
            LoopKind.ClosedTrainer,
            undeclared,
            undeclared.CarriesStateOnPurpose("The place in the shuffled epoch runs on from step to step."),
            "No batch can be handed over, no number comes back, and the order is drawn from a generator of its own.");
    }

    private void TrainSteps(long count)
    {
        for (long i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            Tensor rows = NextRows();
            _optimizer.zero_grad();
            F.cross_entropy(_model.call(_data.Inputs[rows]), _data.Labels[rows]).backward();
            _optimizer.step();
        }
    }

    private Tensor NextRows()
    {
        if (_next.Count == 0)
        {
            long[] rows = [.. Enumerable.Range(0, (int)_data.Labels.shape[0])];
            _order.Shuffle(rows);
            Array.ForEach(rows, _next.Enqueue);
        }

        long[] taken = [.. Enumerable.Range(0, BatchSize).Select(_ => _next.Dequeue())];
        return tensor(taken);
    }
}
