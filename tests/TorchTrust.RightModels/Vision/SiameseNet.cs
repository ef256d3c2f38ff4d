namespace TorchTrust.RightModels.Vision;

/// <summary>Two images go through one encoder; the output is how alike they are (Bromley et al., 1993).</summary>
internal sealed class SiameseNet : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _encoder = Sequential(
        Conv2d(1, 16, kernel_size: 3, stride: 2, padding: 1), ReLU(inplace: true), Flatten(), Linear(16 * 5 * 5, 12));

    private readonly Module<Tensor, Tensor> _similarity = Linear(12, 1);

    public SiameseNet()
        : base(nameof(SiameseNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SiameseNet())
            .WithInputs(n => [randn(n, 1, 10, 10), randn(n, 1, 10, 10)]);
        return new RightModel(
            nameof(SiameseNet),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) =>
            {
                using Tensor same = Losses.Labels(logits.shape[0], 2, logits.device).to(logits.dtype);
                return F.binary_cross_entropy_with_logits(logits, same);
            }),
            "The encoder runs twice in one call, and the output has one dimension only: the batch.");
    }

    public override Tensor forward(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        Tensor distance = (_encoder.call(left) - _encoder.call(right)).abs();
        return _similarity.call(distance).squeeze(1).MoveToOuterDisposeScope();
    }
}
