namespace TorchTrust.RightLoops.Averages;

/// <summary>The gradient is taken at the worst weights nearby, and moves those where one stands (Foret et al., 2021).</summary>
internal sealed class SharpnessAware
{
    private const double Radius = 0.05;

    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public SharpnessAware() => _optimizer = optim.SGD(_model.parameters(), learningRate: 0.1, momentum: 0.9);

    public static RightLoop Describe()
    {
        TrainingSubject<SharpnessAware, LabelledBatch> undeclared = TrainingSubject.For(() => new SharpnessAware())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(SharpnessAware),
            LoopKind.SharpnessAware,
            undeclared,
            undeclared.ReportsLoss().TakesGradientElsewhereOnPurpose("Sharpness-aware minimization takes it at the worst point nearby.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Two backward passes and two changes of the weights in one step; the gradient is not that of the number.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        List<Parameter> parameters = [.. _model.parameters()];
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(batch.Inputs), batch.Labels);
        loss.backward();
        List<Tensor> climbs;
        using (no_grad())
        {
            Tensor norm = stack(parameters.Select(parameter => parameter.grad!.square().sum())).sum().sqrt() + 1e-12;
            climbs = [.. parameters.Select(parameter => parameter.grad! * (Radius / norm))];
            parameters.Zip(climbs).ToList().ForEach(pair => pair.First.add_(pair.Second));
        }

        _optimizer.zero_grad();
        F.cross_entropy(_model.call(batch.Inputs), batch.Labels).backward();
        using (no_grad())
        {
            parameters.Zip(climbs).ToList().ForEach(pair => pair.First.sub_(pair.Second));
        }

        _optimizer.step();
        return loss.item<float>();
    }
}
