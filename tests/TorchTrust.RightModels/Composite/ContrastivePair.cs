namespace TorchTrust.RightModels.Composite;

/// <summary>Compares every image with every text of the batch (Radford et al., 2021).</summary>
internal sealed class ContrastivePair : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _image = Sequential(Flatten(), Linear(16, 12), ReLU(), Linear(12, 8));
    private readonly Module<Tensor, Tensor> _text = Embedding(20, 8);
    private readonly Parameter _logTemperature = Parameter(full(1, Math.Log(5), dtype: get_default_dtype()));

    public ContrastivePair()
        : base(nameof(ContrastivePair)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ContrastivePair())
            .WithInputs(n => [randn(n, 1, 4, 4), Make.Tokens(20, n, 5)]);
        return new RightModel(
            nameof(ContrastivePair),
            undeclared,
            undeclared
                .MixesSamplesOnPurpose("The output compares each image with each text of the batch.")
                .WithLoss<Tensor>((_, similarities) =>
                {
                    using var scope = NewDisposeScope();
                    Tensor own = arange(similarities.shape[0], dtype: ScalarType.Int64, device: similarities.device);
                    Tensor both = F.cross_entropy(similarities, own) + F.cross_entropy(similarities.t(), own);
                    return (both / 2).MoveToOuterDisposeScope();
                }),
            "Both dimensions of the output grow with the batch.");
    }

    public override Tensor forward(Tensor images, Tensor texts)
    {
        using var scope = NewDisposeScope();
        Tensor image = F.normalize(_image.call(images), dim: 1);
        Tensor text = F.normalize(_text.call(texts).mean([1]), dim: 1);
        return (matmul(image, text.t()) * _logTemperature.exp()).MoveToOuterDisposeScope();
    }
}
