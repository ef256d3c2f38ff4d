namespace TorchTrust.RightModels.Vision;

/// <summary>Saves memory by activations and sums in place, everywhere but on its caller's input.</summary>
internal sealed class AllInPlace : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _stem = Conv2d(3, 16, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _conv1 = Conv2d(16, 16, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _conv2 = Conv2d(16, 16, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _relu = ReLU(inplace: true);
    private readonly Module<Tensor, Tensor> _head = Linear(16, 4);

    public AllInPlace()
        : base(nameof(AllInPlace)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new AllInPlace()).WithInput(n => randn(n, 3, 9, 9));
        return new RightModel(
            nameof(AllInPlace),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "One in-place ReLU serves everywhere and returns the tensor it was given, so an output changes "
                + "after its hook ran.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = _relu.call(_stem.call(images));
        features = _relu.call(_conv1.call(features).add_(features));
        features = _relu.call(_conv2.call(features).add_(features, alpha: 0.5));
        return _head.call(features.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
