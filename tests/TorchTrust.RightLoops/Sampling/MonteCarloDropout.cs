namespace TorchTrust.RightLoops.Sampling;

/// <summary>Dropout stays on in evaluation, and several passes are averaged (Gal and Ghahramani, 2016).</summary>
internal sealed class MonteCarloDropout
{
    private readonly Sequential _model = Sequential(Linear(4, 16), ReLU(), Dropout(0.3), Linear(16, 1));
    private readonly optim.Optimizer _optimizer;

    public MonteCarloDropout() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<MonteCarloDropout, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new MonteCarloDropout())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => loop.Evaluate());
        return new RightLoop(
            nameof(MonteCarloDropout),
            LoopKind.MonteCarloDropout,
            undeclared,
            undeclared.ReportsLoss().EvaluatesAtRandomOnPurpose("Dropout tells how sure the model is.")
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            "The evaluation runs in training mode and gives another number each time.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor input, Tensor target) = Toy.Valued(Toy.HeldOut, samples: 32);
        Tensor mean = stack(Enumerable.Range(0, 4).Select(_ => _model.call(input))).mean([0]);
        return F.mse_loss(mean, target).item<float>();
    }
}
