namespace TorchTrust.RightLoops.Numerics;

/// <summary>Gradient descent without an optimizer, as in a first course.</summary>
internal sealed class HandWrittenUpdate
{
    private readonly Tensor _weight = (randn(4, 1) * 0.1).detach().requires_grad_(true);
    private readonly Tensor _bias = zeros(1, requires_grad: true);

    public static RightLoop Describe()
    {
        TrainingSubject<HandWrittenUpdate, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new HandWrittenUpdate())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target));
        return new RightLoop(
            nameof(HandWrittenUpdate),
            LoopKind.UpdateByHand,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Target, of: batch => batch.Input),
            "There is no module, no parameter and no optimizer.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        Tensor loss = F.mse_loss(input.matmul(_weight) + _bias, target);
        loss.backward();
        using IDisposable _ = no_grad();
        foreach (Tensor parameter in new[] { _weight, _bias })
        {
            parameter.sub_(parameter.grad! * 0.05);
            parameter.grad!.zero_();
        }

        return loss.item<float>();
    }
}
