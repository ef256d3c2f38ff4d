namespace TorchTrust.RightLoops.Basics;

/// <summary>A loop that shows a running accuracy, as a progress bar does.</summary>
internal sealed class RunningAccuracy
{
    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;
    private double _accuracy = 1.0 / Toy.Classes;

    public RunningAccuracy() => _optimizer = optim.NAdam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<RunningAccuracy, LabelledBatch> undeclared = TrainingSubject.For(() => new RunningAccuracy())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(RunningAccuracy),
            LoopKind.AnotherNumber,
            undeclared,
            undeclared.ReportsAnotherNumber("It is the running accuracy of a progress bar.")
                .CarriesStateOnPurpose("The mean runs on from step to step.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The number is no loss, jumps, depends on what came before, and rises.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor scores = _model.call(batch.Inputs);
        F.cross_entropy(scores, batch.Labels).backward();
        _optimizer.step();
        double now = scores.argmax(1).eq(batch.Labels).to(ScalarType.Float32).mean().item<float>();
        return _accuracy = (0.9 * _accuracy) + (0.1 * now);
    }
}
