namespace TorchTrust.RightLoops.Adversarial;

/// <summary>A generator against a critic, each with an optimizer of its own (Goodfellow et al., 2014).</summary>
internal sealed class Gan
{
    private readonly Sequential _generator = Sequential(Linear(2, 8), ReLU(), Linear(8, 4));
    private readonly Sequential _critic = Sequential(Linear(4, 8), LeakyReLU(0.2), Linear(8, 1));
    private readonly optim.Optimizer _generatorOptimizer;
    private readonly optim.Optimizer _criticOptimizer;

    public Gan()
    {
        _generatorOptimizer = optim.Adam(_generator.parameters(), lr: 1e-2, beta1: 0.5);
        _criticOptimizer = optim.Adam(_critic.parameters(), lr: 1e-2, beta1: 0.5);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<Gan, Tensor> undeclared = TrainingSubject.For(() => new Gan())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, real) => loop.Step(real));
        return new RightLoop(
            nameof(Gan),
            LoopKind.Adversarial,
            undeclared,
            undeclared.ReportsLoss(part: 0, optimizer: "_criticOptimizer").ReportsLoss(part: 1, optimizer: "_generatorOptimizer"),
            "Two numbers that work against each other; the critic has gradients of the generator's pass, which are never used.");
    }

    private (double Critic, double Generator) Step(Tensor real)
    {
        using var scope = NewDisposeScope();
        long count = real.shape[0];
        Tensor fake = _generator.call(randn(count, 2));
        _criticOptimizer.zero_grad();
        Tensor critic = F.binary_cross_entropy_with_logits(_critic.call(real), ones(count, 1))
            + F.binary_cross_entropy_with_logits(_critic.call(fake.detach()), zeros(count, 1));
        critic.backward();
        _criticOptimizer.step();
        _generatorOptimizer.zero_grad();
        Tensor generator = F.binary_cross_entropy_with_logits(_critic.call(fake), ones(count, 1));
        generator.backward();
        _generatorOptimizer.step();
        return (critic.item<float>(), generator.item<float>());
    }
}
