namespace TorchTrust.RightLoops.Transfer;

/// <summary>A backbone that was trained before stays as it is, in evaluation mode; a new head is trained.</summary>
internal sealed class FrozenBackbone
{
    private readonly Sequential _backbone = Sequential(Linear(4, 8), BatchNorm1d(8), ReLU());
    private readonly Linear _head = Linear(8, Toy.Classes);
    private readonly optim.Optimizer _optimizer;

    public FrozenBackbone()
    {
        _backbone.eval();
        foreach (Parameter parameter in _backbone.parameters())
        {
            parameter.requires_grad = false;
        }

        _optimizer = optim.SGD(_head.parameters(), learningRate: 0.1, momentum: 0.9);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<FrozenBackbone, LabelledBatch> undeclared = TrainingSubject.For(() => new FrozenBackbone())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(FrozenBackbone),
            LoopKind.FrozenBackbone,
            undeclared,
            undeclared.ReportsLoss().FreezesOnPurpose("_backbone.*", "It was trained before.")
                .RunsInEvalOnPurpose("_backbone*", "Its statistics are those of its own data.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "A normalization evaluates while the step trains.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _head.train();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_head.call(_backbone.call(batch.Inputs)), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
