namespace TorchTrust.RightLoops.Schedules;

/// <summary>Training ends where held-out data have not improved for three epochs; the best weights are then put back.</summary>
internal sealed class EarlyStopping
{
    private const int Patience = 3;

    private readonly Sequential _model = Toy.Network();
    private readonly Sequential _best = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private double _lowest = double.PositiveInfinity;
    private int _bad;
    private bool _stopped;

    public EarlyStopping()
    {
        _optimizer = optim.Adam(_model.parameters(), lr: 3e-2);
        Toy.Copy(_model, _best);
        foreach (Parameter parameter in _best.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public static RightLoop Describe()
    {
        TrainingSubject<EarlyStopping, LabelledBatch> undeclared = TrainingSubject.For(() => new EarlyStopping())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => loop.Evaluate())
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 4);
        return new RightLoop(
            nameof(EarlyStopping),
            LoopKind.EarlyStopping,
            undeclared,
            undeclared.ReportsLoss()
                .CopiesOnPurpose("_best.*", every: 4, "It holds the best weights so far.")
                .CarriesStateOnPurpose("The lowest loss so far and the patience that is left.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes)
                .SavesBest((loop, path) => loop._best.save(path), (loop, path) => loop._model.load(path)),
            "After some epochs a step may do nothing more, and a second network is never trained.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        if (!_stopped)
        {
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
        }

        return loss.item<float>();
    }

    private void EndOfEpoch()
    {
        double now = Evaluate();
        if (now < _lowest)
        {
            (_lowest, _bad) = (now, 0);
            Toy.Copy(_model, _best);
        }
        else if (++_bad == Patience)
        {
            _stopped = true;
            Toy.Copy(_best, _model);
        }
    }

    private double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        LabelledBatch held = Toy.Labelled(Toy.HeldOut, samples: 32);
        return F.cross_entropy(_model.call(held.Inputs), held.Labels).item<float>();
    }
}
