namespace TorchTrust.RightLoops.Adversarial;

/// <summary>
/// A critic whose slope is held near one; the generator has a turn every third call (Gulrajani et al., 2017).
/// </summary>
internal sealed class GradientPenalty
{
    private readonly Sequential _generator = Sequential(Linear(2, 8), Tanh(), Linear(8, 4));
    private readonly Sequential _critic = Sequential(Linear(4, 8), Tanh(), Linear(8, 1));
    private readonly optim.Optimizer _generatorOptimizer;
    private readonly optim.Optimizer _criticOptimizer;
    private int _calls;

    public GradientPenalty()
    {
        _generatorOptimizer = optim.RMSProp(_generator.parameters(), lr: 1e-3);
        _criticOptimizer = optim.RMSProp(_critic.parameters(), lr: 1e-3);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<GradientPenalty, Tensor> undeclared = TrainingSubject.For(() => new GradientPenalty())
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((loop, real) => loop.Step(real));
        return new RightLoop(
            nameof(GradientPenalty),
            LoopKind.GradientPenalty,
            undeclared,
            undeclared.ReportsLoss(optimizer: "_criticOptimizer").MovesAllWithin(3)
                .CarriesStateOnPurpose("Calls are counted: the generator's turn is every third."),
            "A gradient of a gradient; in two of three calls one of the models does not move; the critic's last bias has none.");
    }

    private double Step(Tensor real)
    {
        using var scope = NewDisposeScope();
        Tensor fake = _generator.call(randn(real.shape[0], 2));
        _criticOptimizer.zero_grad();
        Tensor critic = _critic.call(fake.detach()).mean() - _critic.call(real).mean() + (10 * Penalty(real, fake.detach()));
        critic.backward();
        _criticOptimizer.step();
        if (++_calls % 3 == 0)
        {
            _generatorOptimizer.zero_grad();
            (-_critic.call(fake).mean()).backward();
            _generatorOptimizer.step();
        }

        return critic.item<float>();
    }

    private Tensor Penalty(Tensor real, Tensor fake)
    {
        Tensor between = real.lerp(fake, rand(real.shape[0], 1)).detach().requires_grad_(true);
        Tensor scores = _critic.call(between);
        Tensor slope = autograd.grad([scores.sum()], [between], retain_graph: true, create_graph: true)[0];
        return (slope.square().sum(1).sqrt() - 1).square().mean();
    }
}
