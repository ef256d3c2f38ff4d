namespace TorchTrust.RightModels.Generative;

/// <summary>Gives a mixture of normal distributions for each input (Bishop, 1994).</summary>
internal sealed class MixtureDensityNet : Module<Tensor, Dictionary<string, Tensor>>
{
    private const long Components = 3;

    private readonly Module<Tensor, Tensor> _trunk = Sequential(Linear(2, 16), Tanh());
    private readonly Module<Tensor, Tensor> _weights = Linear(16, Components);
    private readonly Module<Tensor, Tensor> _means = Linear(16, Components);
    private readonly Module<Tensor, Tensor> _scales = Linear(16, Components);

    public MixtureDensityNet()
        : base(nameof(MixtureDensityNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MixtureDensityNet()).WithInput(n => randn(n, 2));
        return new RightModel(
            nameof(MixtureDensityNet),
            undeclared,
            undeclared.WithLoss<Dictionary<string, Tensor>>((inputs, mixture) =>
            {
                using var scope = NewDisposeScope();
                Tensor target = ((Tensor)inputs[0]!).sum(dim: 1, keepdim: true);
                Tensor standard = (target - mixture["mean"]) / mixture["scale"];
                Tensor log = mixture["log_weight"] - (standard.square() * 0.5) - mixture["scale"].log();
                return log.logsumexp(1).mean().neg().MoveToOuterDisposeScope();
            }),
            "The output is a dictionary; log weights are normalized, so their plain sum hardly has a gradient.");
    }

    /// <returns>The mixture: <c>log_weight</c>, <c>mean</c> and <c>scale</c>, each <c>[N, 3]</c>.</returns>
    public override Dictionary<string, Tensor> forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = _trunk.call(input);
        return new Dictionary<string, Tensor>
        {
            ["log_weight"] = F.log_softmax(_weights.call(hidden), 1).MoveToOuterDisposeScope(),
            ["mean"] = _means.call(hidden).MoveToOuterDisposeScope(),
            ["scale"] = (F.softplus(_scales.call(hidden)) + 1e-3).MoveToOuterDisposeScope(),
        };
    }
}
