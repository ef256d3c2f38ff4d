namespace TorchTrust.RightLoops.Sampling;

/// <summary>Samples are mixed with others, and their labels in the same proportion (Zhang et al., 2018).</summary>
internal sealed class Mixup
{
    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public Mixup() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<Mixup, LabelledBatch> undeclared = TrainingSubject.For(() => new Mixup())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(Mixup),
            LoopKind.Mixup,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Samples of a batch influence each other, in an order that is drawn.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor order = randperm(batch.Inputs.shape[0], dtype: ScalarType.Int64);
        double share = rand(1).item<float>();
        Tensor inputs = (share * batch.Inputs) + ((1 - share) * batch.Inputs[order]);
        _optimizer.zero_grad();
        Tensor scores = _model.call(inputs);
        Tensor loss = (share * F.cross_entropy(scores, batch.Labels)) + ((1 - share) * F.cross_entropy(scores, batch.Labels[order]));
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
