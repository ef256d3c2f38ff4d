namespace TorchTrust.RightModels.Vision;

/// <summary>Learns to turn and to crop its input before it reads it (Jaderberg et al., 2015).</summary>
internal sealed class SpatialTransformer : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _localization = Sequential(
        Conv2d(1, 8, kernel_size: 5), ReLU(inplace: true), AdaptiveAvgPool2d(2), Flatten());

    private readonly Linear _theta = Linear(32, 6);
    private readonly Module<Tensor, Tensor> _classifier = Sequential(
        Conv2d(1, 16, kernel_size: 3), ReLU(inplace: true), AdaptiveAvgPool2d(2), Flatten(), Linear(64, 4));

    public SpatialTransformer()
        : base(nameof(SpatialTransformer))
    {
        init.zeros_(_theta.weight);
        using (no_grad())
        using (Tensor identity = tensor(new float[] { 1, 0, 0, 0, 1, 0 }))
        {
            _theta.bias!.copy_(identity);
        }

        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SpatialTransformer()).WithInput(n => randn(n, 1, 14, 14));
        return new RightModel(
            nameof(SpatialTransformer),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("_theta.*", "The transform begins as the identity.")
                .WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "It starts at the identity with weights of zero; sampling positions fall on pixels exactly, where "
                + "the gradient jumps.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor theta = _theta.call(_localization.call(images)).view(-1, 2, 3);
        Tensor grid = F.affine_grid(theta, images.shape, align_corners: false);
        Tensor turned = F.grid_sample(images, grid, align_corners: false);
        return _classifier.call(turned).MoveToOuterDisposeScope();
    }
}
