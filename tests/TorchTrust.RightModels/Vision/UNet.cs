namespace TorchTrust.RightModels.Vision;

/// <summary>An encoder and decoder with skip connections, for images of any size (Ronneberger et al., 2015).</summary>
internal sealed class UNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _down1 = Block(1, 16);
    private readonly Module<Tensor, Tensor> _down2 = Block(16, 32);
    private readonly Module<Tensor, Tensor> _bottom = Block(32, 32);
    private readonly Module<Tensor, Tensor> _up2 = Block(64, 16);
    private readonly Module<Tensor, Tensor> _up1 = Block(32, 16);
    private readonly Module<Tensor, Tensor> _pool = MaxPool2d(2);
    private readonly Module<Tensor, Tensor> _head = Conv2d(16, 1, kernel_size: 1);

    public UNet()
        : base(nameof(UNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new UNet()).WithInput(n => randn(n, 1, 18, 21));
        return new RightModel(
            nameof(UNet),
            undeclared,
            undeclared
                .AlsoTakes("16 by 16 pixels", n => [randn(n, 1, 16, 16)])
                .WithLoss<Tensor>((inputs, logits) =>
                {
                    using Tensor mask = ((Tensor)inputs[0]!).greater(0).to(logits.dtype);
                    return F.binary_cross_entropy_with_logits(logits, mask);
                }),
            "Sides that do not halve evenly are padded, so a pixel at the border is met by fewer paths than "
                + "others.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor fine = _down1.call(images);
        Tensor coarse = _down2.call(_pool.call(fine));
        Tensor bottom = _bottom.call(_pool.call(coarse));
        Tensor up = _up2.call(cat([coarse, Enlarge(bottom, coarse)], dim: 1));
        up = _up1.call(cat([fine, Enlarge(up, fine)], dim: 1));
        return _head.call(up).MoveToOuterDisposeScope();
    }

    private static Tensor Enlarge(Tensor features, Tensor like)
    {
        Tensor doubled = F.interpolate(
            features, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);
        long right = like.shape[3] - doubled.shape[3];
        long bottom = like.shape[2] - doubled.shape[2];
        return F.pad(doubled, (0, right, 0, bottom));
    }

    private static Sequential Block(long inputs, long outputs) => Sequential(
        Conv2d(inputs, outputs, kernel_size: 3, padding: 1),
        InstanceNorm2d(outputs, affine: true),
        LeakyReLU(0.1, inplace: true));
}
