namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// The residual of u' = -u: differentiates its own output with respect to its input (Raissi et al., 2019).
/// </summary>
internal sealed class PhysicsInformed : Module<Tensor, (Tensor Value, Tensor Residual)>
{
    private readonly Module<Tensor, Tensor> _solution = Sequential(
        Linear(1, 16), Tanh(), Linear(16, 16), Tanh(), Linear(16, 1));

    public PhysicsInformed()
        : base(nameof(PhysicsInformed)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new PhysicsInformed()).WithInput(n => rand(n, 1));
        return new RightModel(
            nameof(PhysicsInformed),
            undeclared,
            undeclared.WithInputRange(0, 1).WithLoss<(Tensor Value, Tensor Residual)>((_, output) =>
            {
                using Tensor residual = output.Residual.square();
                using Tensor amplitude = (output.Value - 1).square();
                using Tensor total = residual + (amplitude * 0.1);
                return total.mean();
            }),
            "It needs gradients inside forward, so no_grad around it ends the process, and the last bias is "
                + "absent from one output.");
    }

    public override (Tensor Value, Tensor Residual) forward(Tensor time)
    {
        using var scope = NewDisposeScope();
        Tensor t = time.requires_grad ? time : time.detach().requires_grad_(true);
        Tensor u = _solution.call(t);

        // Unlike PyTorch's, this grad does not keep the graph only because it creates another one.
        Tensor slope = autograd.grad([u], [t], [ones_like(u)], retain_graph: true, create_graph: true)[0];
        return (u.MoveToOuterDisposeScope(), (slope + u).MoveToOuterDisposeScope());
    }
}
