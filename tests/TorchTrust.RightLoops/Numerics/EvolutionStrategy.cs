namespace TorchTrust.RightLoops.Numerics;

/// <summary>The gradient is estimated from noisy copies of the weights, and handed to the optimizer (Salimans et al., 2017).</summary>
internal sealed class EvolutionStrategy
{
    private const int Pairs = 4;
    private const double Deviation = 0.1;

    private readonly Parameter _weight = Parameter(zeros(4, 1));
    private readonly optim.Optimizer _optimizer;

    public EvolutionStrategy() => _optimizer = optim.SGD([_weight], learningRate: 0.05);

    public static RightLoop Describe()
    {
        TrainingSubject<EvolutionStrategy, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new EvolutionStrategy())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target));
        return new RightLoop(
            nameof(EvolutionStrategy),
            LoopKind.EstimatedGradient,
            undeclared,
            undeclared.ReportsLoss().TakesGradientElsewhereOnPurpose("It is estimated from noisy copies of the weights.")
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            "No backward pass at all; gradients are set by hand, and are random.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        double now = Loss(_weight, input, target);
        Tensor gradient = zeros_like(_weight);
        for (int pair = 0; pair < Pairs; pair++)
        {
            Tensor noise = randn_like(_weight);
            double up = Loss(_weight + (Deviation * noise), input, target);
            double down = Loss(_weight - (Deviation * noise), input, target);
            gradient.add_(noise * ((up - down) / (2 * Deviation * Pairs)));
        }

        _weight.grad = gradient.DetachFromDisposeScope();
        _optimizer.step();
        return now;
    }

    private static double Loss(Tensor weight, Tensor input, Tensor target) => F.mse_loss(input.matmul(weight), target).item<float>();
}
