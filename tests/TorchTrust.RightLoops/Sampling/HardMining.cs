namespace TorchTrust.RightLoops.Sampling;

/// <summary>Only the hardest half of a batch is learned.</summary>
internal sealed class HardMining
{
    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public HardMining() => _optimizer = optim.SGD(_model.parameters(), learningRate: 0.1);

    public static RightLoop Describe()
    {
        TrainingSubject<HardMining, LabelledBatch> undeclared = TrainingSubject.For(() => new HardMining())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(HardMining),
            LoopKind.HardMining,
            undeclared,
            undeclared.ReportsLoss().MinesOnPurpose("Easy samples teach nothing more.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Half of the samples have no influence, and which half follows from their losses.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor losses = F.cross_entropy(_model.call(batch.Inputs), batch.Labels, reduction: Reduction.None);
        Tensor loss = losses.topk((int)(batch.Inputs.shape[0] / 2)).values.mean();
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
