namespace TorchTrust.RightLosses.Embeddings;

/// <summary>Compares every image with every text of the batch, at a temperature that is learned (Radford et al., 2021).</summary>
internal sealed class ImageTextContrast : Module<Tensor, Tensor, Tensor>
{
    private readonly Parameter _logScale = Parameter(tensor(new[] { (float)Math.Log(1 / 0.07) }));

    public ImageTextContrast()
        : base(nameof(ImageTextContrast)) => RegisterComponents();

    public override Tensor forward(Tensor images, Tensor texts)
    {
        using var scope = NewDisposeScope();
        Tensor similarities = F.normalize(images, dim: 1).matmul(F.normalize(texts, dim: 1).t()) * _logScale.exp();
        Tensor own = arange(images.shape[0], dtype: ScalarType.Int64, device: images.device);
        return ((F.cross_entropy(similarities, own) + F.cross_entropy(similarities.t(), own)) / 2).MoveToOuterDisposeScope();
    }
}
