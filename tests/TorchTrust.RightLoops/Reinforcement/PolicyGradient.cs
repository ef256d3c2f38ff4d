namespace TorchTrust.RightLoops.Reinforcement;

/// <summary>A policy plays a game of one move, and learns from what it wins (Williams, 1992).</summary>
internal sealed class PolicyGradient
{
    private readonly Sequential _policy = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private double _usual;

    public PolicyGradient() => _optimizer = optim.Adam(_policy.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<PolicyGradient> undeclared = TrainingSubject.For(() => new PolicyGradient()).WithStep(loop => loop.Step());
        return new RightLoop(
            nameof(PolicyGradient),
            LoopKind.PolicyGradient,
            undeclared,
            undeclared.ReportsAnotherNumber("It is the mean reward of the games of a step.")
                .CarriesStateOnPurpose("The usual reward is a running mean."),
            "No batch comes in, and the number is drawn by chance and is not what is differentiated.");
    }

    private double Step()
    {
        using var scope = NewDisposeScope();
        Tensor situations = randn(16, 4);
        Tensor chances = F.log_softmax(_policy.call(situations), 1);
        Tensor moves = chances.detach().exp().multinomial(1);
        Tensor rewards = moves.squeeze(1).eq(situations.narrow(1, 0, Toy.Classes).argmax(1)).to(ScalarType.Float32);
        Tensor loss = -(chances.gather(1, moves).squeeze(1) * (rewards - _usual)).mean();
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();
        double reward = rewards.mean().item<float>();
        _usual += 0.1 * (reward - _usual);
        return reward;
    }
}
