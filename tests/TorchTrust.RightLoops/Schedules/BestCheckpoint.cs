namespace TorchTrust.RightLoops.Schedules;

/// <summary>The best state is kept in memory, by the mean loss of an epoch, and written at the end.</summary>
internal sealed class BestCheckpoint
{
    private readonly Sequential _model = Toy.Network(outputs: 1);
    private readonly optim.Optimizer _optimizer;
    private readonly Dictionary<string, Tensor> _best = [];
    private double _lowest = double.PositiveInfinity;
    private double _sum;
    private int _count;

    public BestCheckpoint()
    {
        _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);
        Remember();
    }

    public static RightLoop Describe()
    {
        TrainingSubject<BestCheckpoint, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new BestCheckpoint())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => Toy.Error(loop._model))
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 3);
        return new RightLoop(
            nameof(BestCheckpoint),
            LoopKind.BestCheckpoint,
            undeclared,
            undeclared.ReportsLoss()
                .HasTarget(batch => batch.Target, of: batch => batch.Input)
                .KeepsTensorsOnPurpose("The best weights so far.", atMost: 4)
                .SavesBest((loop, path) => loop.Save(path), (loop, path) => loop._model.load(path), BestBy.Step),
            "Saving writes other weights than the model has now; tensors stand in a dictionary that no module holds.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target);
        loss.backward();
        _optimizer.step();
        double number = loss.item<float>();
        _sum += number;
        _count++;
        return number;
    }

    private void EndOfEpoch()
    {
        if (_count > 0 && _sum / _count < _lowest)
        {
            _lowest = _sum / _count;
            Remember();
        }

        (_sum, _count) = (0, 0);
    }

    private void Remember()
    {
        using IDisposable _ = no_grad();
        foreach ((string name, Parameter parameter) in _model.named_parameters())
        {
            if (_best.Remove(name, out Tensor? old))
            {
                old.Dispose();
            }

            _best[name] = parameter.detach().clone().DetachFromDisposeScope();
        }
    }

    private void Save(string path)
    {
        using Sequential copy = Toy.Network(outputs: 1);
        copy.load_state_dict(_best);
        copy.save(path);
    }
}
