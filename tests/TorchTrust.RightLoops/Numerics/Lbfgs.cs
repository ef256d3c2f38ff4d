namespace TorchTrust.RightLoops.Numerics;

/// <summary>A least-squares fit by a quasi-Newton method, which asks for the loss several times a step.</summary>
internal sealed class Lbfgs
{
    private readonly Linear _model = Linear(4, 1);
    private readonly optim.Optimizer _optimizer;

    public Lbfgs() => _optimizer = optim.LBFGS(_model.parameters(), lr: 0.1, max_iter: 4);

    public static RightLoop Describe()
    {
        TrainingSubject<Lbfgs, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new Lbfgs())
            .WithBatch((_, _) => Toy.Valued(0, samples: 16))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => Toy.Error(loop._model));
        return new RightLoop(
            nameof(Lbfgs),
            LoopKind.Lbfgs,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Target, of: batch => batch.Input),
            "A native optimizer with a closure; all batches are one; the number is that before the step.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        double? first = null;
        _optimizer.step(() =>
        {
            _optimizer.zero_grad();
            Tensor loss = F.mse_loss(_model.call(input), target);
            loss.backward();
            first ??= loss.item<float>();
            return loss;
        });
        return first!.Value;
    }
}
