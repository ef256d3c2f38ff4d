namespace TorchTrust.RightLoops.Basics;

/// <summary>One of two heads is trained; the other waits for a task that is to come.</summary>
internal sealed class UnusedHead
{
    private readonly Sequential _trunk = Sequential(Linear(4, 8), ReLU());
    private readonly Linear _head = Linear(8, Toy.Classes);
    private readonly Linear _laterHead = Linear(8, 2);
    private readonly optim.Optimizer _optimizer;

    public UnusedHead() =>
        _optimizer = optim.Adam(_trunk.parameters().Concat(_head.parameters()).Concat(_laterHead.parameters()).ToList(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<UnusedHead, LabelledBatch> undeclared = TrainingSubject.For(() => new UnusedHead())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => loop.Evaluate());
        return new RightLoop(
            nameof(UnusedHead),
            LoopKind.UnusedParameters,
            undeclared,
            undeclared.ReportsLoss()
                .LeavesUnusedOnPurpose("_laterHead.*", "Its task comes later.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The optimizer holds parameters that never have a gradient.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_head.call(_trunk.call(batch.Inputs)), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        LabelledBatch held = Toy.Labelled(Toy.HeldOut, samples: 32);
        return F.cross_entropy(_head.call(_trunk.call(held.Inputs)), held.Labels).item<float>();
    }
}
