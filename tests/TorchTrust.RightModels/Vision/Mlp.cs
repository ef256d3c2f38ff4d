namespace TorchTrust.RightModels.Vision;

/// <summary>A multilayer perceptron for 8x8 images.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        ("flatten", Flatten()),
        ("hidden1", Linear(64, 32)),
        ("relu1", ReLU(inplace: true)),
        ("hidden2", Linear(32, 32)),
        ("relu2", ReLU(inplace: true)),
        ("logits", Linear(32, 10)));

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new Mlp()).WithInput(n => randn(n, 1, 8, 8));
        return new RightModel(
            nameof(Mlp),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "ReLU works in place on the output of a linear layer, so a hook that keeps that output sees it "
                + "change.");
    }

    public override Tensor forward(Tensor images) => _layers.call(images);
}
