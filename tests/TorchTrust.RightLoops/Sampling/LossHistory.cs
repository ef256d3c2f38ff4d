namespace TorchTrust.RightLoops.Sampling;

/// <summary>The losses of all steps are kept as tensors, without their graphs, and read when they are drawn as a curve.</summary>
internal sealed class LossHistory
{
    private readonly Sequential _model = Toy.Network(outputs: 1);
    private readonly optim.Optimizer _optimizer;
    private readonly List<Tensor> _losses = [];
    private long _step;

    public LossHistory() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    /// <summary>Told each number that is logged.</summary>
    public event Action<string, double, long>? Logged;

    public static RightLoop Describe()
    {
        TrainingSubject<LossHistory, (Tensor Input, Tensor Target)> undeclared = TrainingSubject.For(() => new LossHistory())
            .WithBatch((_, n) => Toy.Valued(n))
            .WithStep((loop, batch) => loop.Step(batch.Input, batch.Target))
            .WithEvaluation(loop => loop.Evaluate())
            .WithLogger((loop, record) => loop.Logged += (tag, value, step) => record(tag, value, step));
        return new RightLoop(
            nameof(LossHistory),
            LoopKind.LossHistory,
            undeclared,
            undeclared.ReportsLoss().KeepsTensorsOnPurpose("The curve of losses.")
                .HasTarget(batch => batch.Target, of: batch => batch.Input),
            "One small tensor more lives after each step.");
    }

    private Tensor Step(Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = F.mse_loss(_model.call(input), target);
        loss.backward();
        _optimizer.step();
        _losses.Add(loss.detach().DetachFromDisposeScope());
        Logged?.Invoke("train/loss", _losses[^1].item<float>(), ++_step);
        return _losses[^1];
    }

    private double Evaluate()
    {
        double error = Toy.Error(_model);
        Logged?.Invoke("test/loss", error, _step);
        return error;
    }
}
