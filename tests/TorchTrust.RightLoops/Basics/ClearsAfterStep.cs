namespace TorchTrust.RightLoops.Basics;

/// <summary>Gradients are cleared after the update, by the model, so that none is left between steps.</summary>
internal sealed class ClearsAfterStep
{
    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public ClearsAfterStep() => _optimizer = optim.Adagrad(_model.parameters(), lr: 0.05);

    public static RightLoop Describe()
    {
        TrainingSubject<ClearsAfterStep, LabelledBatch> undeclared = TrainingSubject.For(() => new ClearsAfterStep())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(ClearsAfterStep),
            LoopKind.ClearedAfterUpdate,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Between two steps there is no gradient at all, and the first step clears none.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        _model.zero_grad();
        return loss.item<float>();
    }
}
