namespace TorchTrust.RightLoops.Transfer;

/// <summary>Each epoch begins with a new optimizer, so that no momentum of other data is left.</summary>
internal sealed class RenewedOptimizer
{
    private readonly Sequential _model = Toy.Network();
    private optim.Optimizer _optimizer;

    public RenewedOptimizer() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<RenewedOptimizer, LabelledBatch> undeclared = TrainingSubject.For(() => new RenewedOptimizer())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEndOfEpoch(loop => loop.EndOfEpoch(), stepsPerEpoch: 3);
        return new RightLoop(
            nameof(RenewedOptimizer),
            LoopKind.RenewedOptimizer,
            undeclared,
            undeclared.ReportsLoss().RenewsOptimizersOnPurpose("Each epoch has data of its own.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "An optimizer that has stepped is disposed at the end of an epoch.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private void EndOfEpoch()
    {
        _optimizer.Dispose();
        _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);
    }
}
