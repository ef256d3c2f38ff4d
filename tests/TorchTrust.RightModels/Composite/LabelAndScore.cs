namespace TorchTrust.RightModels.Composite;

/// <summary>A classifier that gives labels beside its logits, as applications want them.</summary>
internal sealed class LabelAndScore : Module<Tensor, (Tensor Labels, Tensor Logits)>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(Linear(5, 12), ReLU(), Linear(12, 3));

    public LabelAndScore()
        : base(nameof(LabelAndScore)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new LabelAndScore()).WithInput(n => randn(n, 5));
        return new RightModel(
            nameof(LabelAndScore),
            undeclared,
            undeclared.WithLoss<(Tensor Labels, Tensor Logits)>((_, output) => Losses.Classification(output.Logits)),
            "The first output is made of integers and has no gradient; only the second is trained.");
    }

    public override (Tensor Labels, Tensor Logits) forward(Tensor input)
    {
        Tensor logits = _layers.call(input);
        return (logits.argmax(1), logits);
    }
}
