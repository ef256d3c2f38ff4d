namespace TorchTrust.RightLoops.Accumulation;

/// <summary>Each gradient is clipped by its value.</summary>
internal sealed class ClippedByValue
{
    private const double Largest = 0.05;

    private readonly Sequential _model = Toy.Network(outputs: 1);
    private readonly optim.Optimizer _optimizer;

    public ClippedByValue() => _optimizer = optim.SGD(_model.parameters(), learningRate: 0.1, momentum: 0.5, nesterov: true);

    public static RightLoop Describe()
    {
        TrainingSubject<ClippedByValue, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new ClippedByValue())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => Toy.Error(loop._model));
        return new RightLoop(
            nameof(ClippedByValue),
            LoopKind.ClippedByValue,
            undeclared,
            undeclared.ReportsLoss().ClipsValue(Largest).HasTarget(batch => batch.Target, of: batch => batch.Input),
            "The gradient that the optimizer uses points elsewhere than that of the number.");
    }

    private double Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.smooth_l1_loss(_model.call(input), target);
        loss.backward();
        nn.utils.clip_grad_value_(_model.parameters(), Largest);
        _optimizer.step();
        return loss.item<float>();
    }
}
