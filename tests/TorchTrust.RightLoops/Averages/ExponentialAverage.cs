namespace TorchTrust.RightLoops.Averages;

/// <summary>A moving average of the weights follows the model, and is what is evaluated.</summary>
internal sealed class ExponentialAverage
{
    private readonly Sequential _model = Toy.Network();
    private readonly Sequential _average = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public ExponentialAverage()
    {
        _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);
        Toy.Copy(_model, _average);
        foreach (Parameter parameter in _average.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public static RightLoop Describe()
    {
        TrainingSubject<ExponentialAverage, LabelledBatch> undeclared = TrainingSubject.For(() => new ExponentialAverage())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._average));
        return new RightLoop(
            nameof(ExponentialAverage),
            LoopKind.ExponentialAverage,
            undeclared,
            undeclared.ReportsLoss().AveragesOnPurpose("_average.*", "It follows the model as a moving average.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Frozen parameters move in every step, and the trained model is not the one that is evaluated.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        _optimizer.step();
        Toy.Follow(_model, _average, share: 0.1);
        return loss.item<float>();
    }
}
