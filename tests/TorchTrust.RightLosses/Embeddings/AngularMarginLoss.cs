namespace TorchTrust.RightLosses.Embeddings;

/// <summary>Cross entropy of angles to the directions of classes, with a margin at the right one (Deng et al., 2019).</summary>
internal sealed class AngularMarginLoss : Module<Tensor, Tensor, Tensor>
{
    private const double Margin = 0.3;
    private readonly Parameter _directions = Parameter(randn(4, 6));

    public AngularMarginLoss()
        : base(nameof(AngularMarginLoss)) => RegisterComponents();

    public override Tensor forward(Tensor embeddings, Tensor labels)
    {
        using var scope = NewDisposeScope();
        Tensor cosine = F.normalize(embeddings, dim: 1).matmul(F.normalize(_directions, dim: 1).t()).clamp(-0.9999, 0.9999);
        Tensor angle = cosine.acos();
        Tensor right = F.one_hot(labels, _directions.shape[0]).to(ScalarType.Bool);
        Tensor logits = where(right, (angle + Margin).clamp_max(Math.PI).cos(), cosine) * 8;
        return F.cross_entropy(logits, labels).MoveToOuterDisposeScope();
    }
}
