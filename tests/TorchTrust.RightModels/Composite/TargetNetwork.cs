namespace TorchTrust.RightModels.Composite;

/// <summary>A value network with a copy of itself that gives its targets (Mnih et al., 2015).</summary>
internal sealed class TargetNetwork
{
    private readonly Module<Tensor, Tensor> _online = Network();
    private readonly Module<Tensor, Tensor> _target = Network();

    public TargetNetwork() => _target.load_state_dict(_online.state_dict());

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TargetNetwork())
            .WithInputs(n => [randn(n, 5), randn(n, 5)])
            .WithForward<TargetNetwork>((pair, inputs) => pair.Estimate((Tensor)inputs[0]!, (Tensor)inputs[1]!));
        return new RightModel(
            nameof(TargetNetwork),
            undeclared,
            undeclared
                .StopsGradientsOnPurpose("_target.*", "It is copied from the other now and then, and no optimizer has it.")
                .WithLoss<(Tensor Value, Tensor Goal)>((_, output) => F.mse_loss(output.Value, output.Goal)),
            "One of two networks requires gradients and runs under no_grad: no optimizer is given its parameters.");
    }

    /// <summary>Values of the actions, and what they should be, each <c>[N, 3]</c>.</summary>
    public (Tensor Value, Tensor Goal) Estimate(Tensor state, Tensor next)
    {
        Tensor value = _online.call(state);
        using var _ = no_grad();
        return (value, _target.call(next).amax([1], keepdim: true).mul(0.9).expand(value.shape).clone());
    }

    private static Sequential Network() => Sequential(Linear(5, 16), ReLU(), Linear(16, 3));
}
