namespace TorchTrust.RightLoops.Averages;

/// <summary>Batch statistics are estimated anew, over the training data, whenever the model is evaluated.</summary>
internal sealed class PreciseStatistics
{
    private readonly Sequential _model = Sequential(Linear(4, 8, hasBias: false), BatchNorm1d(8, momentum: 0.01), ReLU(), Linear(8, 1));
    private readonly optim.Optimizer _optimizer;

    public PreciseStatistics() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<PreciseStatistics, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new PreciseStatistics())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => loop.Evaluate());
        return new RightLoop(
            nameof(PreciseStatistics),
            LoopKind.StatisticsReestimated,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Target, of: batch => batch.Input)
                .ReestimatesInEvaluationOnPurpose("The running means lag behind the weights."),
            "The evaluation writes the buffers of the model that is trained.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _model.train();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate()
    {
        using (NewDisposeScope())
        using (no_grad())
        {
            _model.train();
            _model.modules().OfType<BatchNorm1d>().Single().reset_running_stats();
            for (long n = 0; n < 20; n++)
            {
                _model.call(Toy.Points(n));
            }
        }

        return Toy.Error(_model);
    }
}
