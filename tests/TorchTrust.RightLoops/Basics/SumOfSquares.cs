namespace TorchTrust.RightLoops.Basics;

/// <summary>A regression whose loss is summed over the batch, as in statistics.</summary>
internal sealed class SumOfSquares
{
    private readonly Linear _model = Linear(4, 1);
    private readonly SGD _optimizer;

    public SumOfSquares() => _optimizer = optim.SGD(_model.parameters(), learningRate: 0.01);

    public static RightLoop Describe()
    {
        TrainingSubject<SumOfSquares, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new SumOfSquares())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => Toy.Error(loop._model));
        return new RightLoop(
            nameof(SumOfSquares),
            LoopKind.SummedLoss,
            undeclared,
            undeclared.ReportsLoss(Reduction.Sum).HasTarget(batch => batch.Target, of: batch => batch.Input),
            "Number and update grow with the batch; SGD without momentum has no state.");
    }

    private Tensor Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target, Reduction.Sum);
        loss.backward();
        _optimizer.step();
        return loss.detach().MoveToOuterDisposeScope();
    }
}
