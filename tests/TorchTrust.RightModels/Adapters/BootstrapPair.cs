namespace TorchTrust.RightModels.Adapters;

/// <summary>An online network predicts what its own moving average sees in another view (Grill et al., 2020).</summary>
internal sealed class BootstrapPair : Module<Tensor, Tensor, (Tensor Prediction, Tensor Target)>
{
    private readonly Module<Tensor, Tensor> _online = Encoder();
    private readonly Module<Tensor, Tensor> _predictor = Sequential(Linear(6, 12), ReLU(), Linear(12, 6));
    private readonly Module<Tensor, Tensor> _target = Encoder();

    public BootstrapPair()
        : base(nameof(BootstrapPair))
    {
        RegisterComponents();
        Follow(decay: 0);
        foreach (Parameter parameter in _target.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new BootstrapPair())
            .WithInputs(n => [randn(n, 8), randn(n, 8)]);
        return new RightModel(
            nameof(BootstrapPair),
            undeclared,
            undeclared
                .FreezesOnPurpose("_target.*", "It follows the online network by moving averages.")
                .WithLoss<(Tensor Prediction, Tensor Target)>((_, pair) =>
                {
                    using Tensor alike = F.cosine_similarity(pair.Prediction, pair.Target, 1);
                    using Tensor mean = alike.mean();
                    return 1 - mean;
                }),
            "Two networks begin with equal weights, one never has a gradient, and the second input reaches no "
                + "parameter.");
    }

    /// <summary>Moves the target towards the online network; to be called after each step of the optimizer.</summary>
    /// <param name="decay">How much of the target stays, in [0, 1].</param>
    public void Follow(double decay)
    {
        using var _ = no_grad();
        foreach ((Parameter target, Parameter online) in _target.parameters().Zip(_online.parameters()))
        {
            target.mul_(decay).add_(online, alpha: 1 - decay);
        }
    }

    public override (Tensor Prediction, Tensor Target) forward(Tensor view, Tensor otherView)
    {
        using Tensor online = _online.call(view);
        using Tensor target = _target.call(otherView);
        return (_predictor.call(online), target.detach());
    }

    private static Sequential Encoder() => Sequential(Linear(8, 12), LayerNorm(12), ReLU(), Linear(12, 6));
}
