namespace TorchTrust.RightLoops.Numerics;

/// <summary>Two copies of a model each take half of a batch, on a thread of their own; their gradients are averaged in order.</summary>
internal sealed class TwoThreads
{
    private readonly Sequential _model = Toy.Network();
    private readonly Sequential[] _replicas = [Toy.Network(), Toy.Network()];
    private readonly optim.Optimizer _optimizer;

    public TwoThreads() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<TwoThreads, LabelledBatch> undeclared = TrainingSubject.For(() => new TwoThreads())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(TwoThreads),
            LoopKind.SeveralThreads,
            undeclared,
            undeclared.ReportsLoss().CopiesOnPurpose("_replicas*", every: 1, "Each step begins with copies of the model.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "Forward and backward run on other threads; the model itself is never called in training.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor[] inputs = batch.Inputs.chunk(2);
        Tensor[] labels = batch.Labels.chunk(2);
        double[] losses = new double[2];
        Parallel.For(0, 2, worker =>
        {
            using var own = NewDisposeScope();
            Sequential replica = _replicas[worker];
            Toy.Copy(_model, replica);
            replica.zero_grad();
            Tensor loss = F.cross_entropy(replica.call(inputs[worker]), labels[worker]);
            loss.backward();
            losses[worker] = loss.item<float>();
        });
        using IDisposable _ = no_grad();
        foreach (((Parameter parameter, Parameter first), Parameter second) in
            _model.parameters().Zip(_replicas[0].parameters()).Zip(_replicas[1].parameters()))
        {
            parameter.grad = ((first.grad! + second.grad!) / 2).DetachFromDisposeScope();
        }

        _optimizer.step();
        return (losses[0] + losses[1]) / 2;
    }
}
