namespace TorchTrust.RightModels.Generative;

/// <summary>A critic that sees how varied its batch is (Karras et al., 2018): samples mix on purpose.</summary>
internal sealed class MinibatchCritic : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features = Sequential(Linear(10, 16), LeakyReLU(0.2));
    private readonly Module<Tensor, Tensor> _head = Linear(17, 1);

    public MinibatchCritic()
        : base(nameof(MinibatchCritic)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MinibatchCritic()).WithInput(n => randn(n, 10));
        return new RightModel(
            nameof(MinibatchCritic),
            undeclared,
            undeclared
                .MixesSamplesOnPurpose("The spread of the batch is a feature, against repetition.")
                .WithLoss<Tensor>((_, scores) => Losses.Regression(scores)),
            "Every sample influences every other one, in eval mode too.");
    }

    public override Tensor forward(Tensor samples)
    {
        using var scope = NewDisposeScope();
        Tensor features = _features.call(samples);
        Tensor spread = ((features - features.mean([0], keepdim: true)).square().mean([0]) + 1e-8).sqrt().mean();
        return _head.call(cat([features, spread.expand(features.shape[0], 1)], dim: 1)).MoveToOuterDisposeScope();
    }
}
