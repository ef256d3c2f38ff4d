namespace TorchTrust.RightLoops.Accumulation;

/// <summary>A model in float64 on inputs that come in float32.</summary>
internal sealed class DoubleRegression
{
    private readonly Linear _model = Linear(4, 1, dtype: ScalarType.Float64);
    private readonly optim.Optimizer _optimizer;

    public DoubleRegression() => _optimizer = optim.Adadelta(_model.parameters());

    public static RightLoop Describe()
    {
        TrainingSubject<DoubleRegression, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new DoubleRegression())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target));
        return new RightLoop(
            nameof(DoubleRegression),
            LoopKind.DoublePrecision,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Target, of: batch => batch.Input),
            "Weights and batches have other dtypes.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input.to(ScalarType.Float64)), target.to(ScalarType.Float64));
        loss.backward();
        _optimizer.step();
        return loss.item<double>();
    }
}
