namespace TorchTrust.RightLoops.Reinforcement;

/// <summary>An actor and a critic with an optimizer each, in one step.</summary>
internal sealed class ActorCritic
{
    private readonly Sequential _actor = Toy.Network();
    private readonly Sequential _critic = Toy.Network(outputs: 1);
    private readonly optim.Optimizer _actorOptimizer;
    private readonly optim.Optimizer _criticOptimizer;

    public ActorCritic()
    {
        _actorOptimizer = optim.Adam(_actor.parameters(), lr: 3e-3);
        _criticOptimizer = optim.Adam(_critic.parameters(), lr: 1e-2);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<ActorCritic, LabelledBatch> undeclared = TrainingSubject.For(() => new ActorCritic())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(ActorCritic),
            LoopKind.ActorCritic,
            undeclared,
            undeclared.ReportsLoss(part: 0, optimizer: "_actorOptimizer").ReportsLoss(part: 1, optimizer: "_criticOptimizer"),
            "The actor's number is negative and need not fall; moves are drawn in the step.");
    }

    private (Tensor Actor, Tensor Critic) Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor chances = F.log_softmax(_actor.call(batch.Inputs), 1);
        Tensor moves = chances.detach().exp().multinomial(1);
        Tensor rewards = moves.eq(batch.Labels.unsqueeze(1)).to(ScalarType.Float32);
        Tensor expected = _critic.call(batch.Inputs);
        Tensor actor = -(chances.gather(1, moves) * (rewards - expected.detach())).mean();
        Tensor critic = F.mse_loss(expected, rewards);
        _actorOptimizer.zero_grad();
        _criticOptimizer.zero_grad();
        actor.backward();
        critic.backward();
        _actorOptimizer.step();
        _criticOptimizer.step();
        return (actor.detach().MoveToOuterDisposeScope(), critic.detach().MoveToOuterDisposeScope());
    }
}
