namespace TorchTrust.RightModels.Vision;

/// <summary>
/// Enlarges an image by sub-pixel convolution, as a correction of plain interpolation (Shi et al., 2016).
/// </summary>
internal sealed class SuperResolution : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _body;
    private readonly Conv2d _tail = Conv2d(16, 3 * 4, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _shuffle = PixelShuffle(2);

    public SuperResolution()
        : base(nameof(SuperResolution))
    {
        _body = Sequential(
            Conv2d(3, 16, kernel_size: 5, padding: 2), PReLU(16), Conv2d(16, 16, kernel_size: 3, padding: 1), Tanh());
        init.zeros_(_tail.weight);
        init.zeros_(_tail.bias!);
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SuperResolution()).WithInput(n => rand(n, 3, 7, 9));
        return new RightModel(
            nameof(SuperResolution),
            undeclared,
            undeclared
                .WithInputRange(0, 1)
                .StartsSpecialOnPurpose("_tail.*", "The correction begins at zero.")
                .WithLoss<Tensor>((_, images) => Losses.Regression(images)),
            "As built the output is an interpolation of the input, exactly: no parameter but the last layer's "
                + "matters yet.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor enlarged = F.interpolate(
            images, scale_factor: [2, 2], mode: InterpolationMode.Bicubic, align_corners: false);
        Tensor correction = _shuffle.call(_tail.call(_body.call(images)));
        return (enlarged + correction).MoveToOuterDisposeScope();
    }
}
