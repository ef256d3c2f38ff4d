namespace TorchTrust.RightLoops.Numerics;

/// <summary>A network learns the function whose derivative is its negative, and which begins at one (Raissi et al., 2019).</summary>
internal sealed class PhysicsInformed
{
    private readonly Sequential _model = Sequential(Linear(1, 8), Tanh(), Linear(8, 1));
    private readonly optim.Optimizer _optimizer;

    public PhysicsInformed() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<PhysicsInformed> undeclared = TrainingSubject.For(() => new PhysicsInformed())
            .WithStep(loop => loop.Step())
            .WithEvaluation(loop => loop.Evaluate());
        return new RightLoop(
            nameof(PhysicsInformed),
            LoopKind.PhysicsInformed,
            undeclared,
            undeclared.ReportsLoss(),
            "No data come in; the loss holds a derivative, and the evaluation needs no gradient but may not forbid it.");
    }

    private double Step()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor times = rand(16, 1).requires_grad_(true);
        Tensor values = _model.call(times);
        Tensor slope = autograd.grad([values.sum()], [times], retain_graph: true, create_graph: true)[0];
        Tensor loss = (slope + values).square().mean() + (_model.call(zeros(1, 1)) - 1).square().mean();
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private double Evaluate()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor times = linspace(0, 1, 20).unsqueeze(1);
        return (_model.call(times) - (-times).exp()).abs().max().item<float>();
    }
}
