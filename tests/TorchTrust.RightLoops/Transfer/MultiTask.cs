namespace TorchTrust.RightLoops.Transfer;

/// <summary>Two tasks share a trunk; each has a head and an optimizer, and both optimizers move the trunk.</summary>
internal sealed class MultiTask
{
    private readonly Sequential _trunk = Sequential(Linear(4, 8), Tanh());
    private readonly Linear _classes = Linear(8, Toy.Classes);
    private readonly Linear _value = Linear(8, 1);
    private readonly optim.Optimizer _classOptimizer;
    private readonly optim.Optimizer _valueOptimizer;

    public MultiTask()
    {
        _classOptimizer = optim.Adam(_trunk.parameters().Concat(_classes.parameters()), lr: 5e-3);
        _valueOptimizer = optim.SGD(_trunk.parameters().Concat(_value.parameters()), learningRate: 0.02);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<MultiTask, LabelledBatch> undeclared = TrainingSubject.For(() => new MultiTask())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(MultiTask),
            LoopKind.MultiTask,
            undeclared,
            undeclared.ReportsLoss(part: 0, optimizer: "_classOptimizer").ReportsLoss(part: 1, optimizer: "_valueOptimizer")
                .SharesParametersOnPurpose("_trunk.*", "Both tasks train the trunk.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The trunk stands in two optimizers and moves twice a step.");
    }

    private (double Classes, double Value) Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _classOptimizer.zero_grad();
        Tensor classes = F.cross_entropy(_classes.call(_trunk.call(batch.Inputs)), batch.Labels);
        classes.backward();
        _classOptimizer.step();
        _valueOptimizer.zero_grad();
        Tensor value = F.mse_loss(_value.call(_trunk.call(batch.Inputs)), batch.Inputs.sum(1, keepdim: true));
        value.backward();
        _valueOptimizer.step();
        return (classes.item<float>(), value.item<float>());
    }
}
