namespace TorchTrust.RightModels.Vision;

/// <summary>Gives the features of one image the statistics of another (Huang and Belongie, 2017).</summary>
internal sealed class StyleTransfer : Module<Tensor, Tensor, double, Tensor>
{
    private readonly Module<Tensor, Tensor> _encoder = Sequential(
        Conv2d(3, 16, kernel_size: 3, padding: 1, padding_mode: PaddingModes.Reflect), ReLU());

    private readonly Module<Tensor, Tensor> _decoder = Sequential(
        Conv2d(16, 3, kernel_size: 3, padding: 1, padding_mode: PaddingModes.Reflect), Sigmoid());

    public StyleTransfer()
        : base(nameof(StyleTransfer)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new StyleTransfer())
            .WithInputs(n => [rand(n, 3, 8, 8), rand(1, 3, 10, 10), 0.75]);
        return new RightModel(
            nameof(StyleTransfer),
            undeclared,
            undeclared.WithInputRange(0, 1).WithLoss<Tensor>((_, images) => Losses.Regression(images)),
            "One style image, of a size of its own, is shared by all samples, and the third argument is a plain "
                + "number.");
    }

    /// <param name="content">Images <c>[N, 3, H, W]</c>.</param>
    /// <param name="style">One image <c>[1, 3, H', W']</c>.</param>
    /// <param name="strength">How much of the style is taken, in [0, 1].</param>
    public override Tensor forward(Tensor content, Tensor style, double strength)
    {
        using var scope = NewDisposeScope();
        Tensor features = _encoder.call(content);
        (Tensor mean, Tensor deviation) = Statistics(features);
        (Tensor styleMean, Tensor styleDeviation) = Statistics(_encoder.call(style));
        Tensor styled = ((features - mean) / deviation * styleDeviation) + styleMean;
        return _decoder.call((styled * strength) + (features * (1 - strength))).MoveToOuterDisposeScope();
    }

    private static (Tensor Mean, Tensor Deviation) Statistics(Tensor features)
    {
        Tensor mean = features.mean([2, 3], keepdim: true);
        Tensor variance = (features - mean).square().mean([2, 3], keepdim: true);
        return (mean, (variance + 1e-5).sqrt());
    }
}
