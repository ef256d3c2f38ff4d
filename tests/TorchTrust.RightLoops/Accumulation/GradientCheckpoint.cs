namespace TorchTrust.RightLoops.Accumulation;

/// <summary>The middle of the network is computed without a graph, and again, with one, on the way back.</summary>
internal sealed class GradientCheckpoint
{
    private readonly Sequential _first = Sequential(Linear(4, 8), Tanh());
    private readonly Sequential _second = Sequential(Linear(8, 8), Tanh(), Linear(8, Toy.Classes));
    private readonly optim.Optimizer _optimizer;

    public GradientCheckpoint() => _optimizer = optim.Adam(_first.parameters().Concat(_second.parameters()), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<GradientCheckpoint, LabelledBatch> undeclared = TrainingSubject.For(() => new GradientCheckpoint())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(GradientCheckpoint),
            LoopKind.GradientCheckpoint,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The first part runs twice, once without gradients, and two backward passes make one gradient.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor middle;
        using (no_grad())
        {
            middle = _first.call(batch.Inputs);
        }

        middle.requires_grad_(true);
        Tensor loss = F.cross_entropy(_second.call(middle), batch.Labels);
        loss.backward();
        _first.call(batch.Inputs).backward([middle.grad!]);
        _optimizer.step();
        return loss.item<float>();
    }
}
