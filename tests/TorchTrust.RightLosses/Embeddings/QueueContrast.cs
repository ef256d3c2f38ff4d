namespace TorchTrust.RightLosses.Embeddings;

/// <summary>Tells each query apart from keys of earlier batches, which wait in a queue (He et al., 2020).</summary>
internal sealed class QueueContrast : Module<Tensor, Tensor, Tensor>
{
    private const long Capacity = 24;
    private readonly Tensor _queue = F.normalize(randn(Capacity, 6), dim: 1);

    public QueueContrast()
        : base(nameof(QueueContrast)) => RegisterComponents();

    public override Tensor forward(Tensor queries, Tensor keys)
    {
        using var scope = NewDisposeScope();
        Tensor query = F.normalize(queries, dim: 1);
        Tensor key = F.normalize(keys.detach(), dim: 1);
        Tensor positive = (query * key).sum(1, keepdim: true);
        Tensor negative = query.matmul(_queue.clone().t());
        Tensor first = zeros(queries.shape[0], dtype: ScalarType.Int64, device: queries.device);
        Tensor loss = F.cross_entropy(cat([positive, negative], 1) / 0.2, first);
        _queue.copy_(cat([key, _queue], 0).narrow(0, 0, Capacity));
        return loss.MoveToOuterDisposeScope();
    }
}
