namespace TorchTrust.RightLoops.Numerics;

/// <summary>A script: everything that it trains are locals of one method, handed over as a tuple.</summary>
internal static class ScriptedGan
{
    public static RightLoop Describe()
    {
        var undeclared = TrainingSubject
            .For(
                () =>
                {
                    Linear generator = Linear(2, 4);
                    Linear critic = Linear(4, 1);
                    return (
                        Generator: generator,
                        Critic: critic,
                        ForGenerator: optim.Adam(generator.parameters(), lr: 1e-2),
                        ForCritic: optim.Adam(critic.parameters(), lr: 1e-2));
                },
                nameof(ScriptedGan))
            .WithBatch((_, n) => Toy.Points(n))
            .WithStep((script, real) =>
            {
                using var scope = NewDisposeScope();
                Tensor fake = script.Generator.call(randn(real.shape[0], 2));
                script.ForCritic.zero_grad();
                F.relu(1 - script.Critic.call(real)).mean().add(F.relu(1 + script.Critic.call(fake.detach())).mean()).backward();
                script.ForCritic.step();
                script.ForGenerator.zero_grad();
                script.Critic.call(fake).mean().neg().backward();
                script.ForGenerator.step();
            });
        return new RightLoop(
            nameof(ScriptedGan),
            LoopKind.Script,
            undeclared,
            undeclared,
            "There is no class of the user's, and a step reports nothing.");
    }
}
