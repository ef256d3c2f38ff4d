namespace TorchTrust.RightModels.Vision;

/// <summary>Batch normalization in one and two dimensions, once without a scale of its own.</summary>
internal sealed class BatchNormNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _conv = Conv2d(1, 16, kernel_size: 3, padding: 1);
    private readonly Module<Tensor, Tensor> _norm1 = BatchNorm2d(16, momentum: 0.3);
    private readonly Module<Tensor, Tensor> _fc1 = Linear(16 * 4 * 4, 32, hasBias: false);
    private readonly Module<Tensor, Tensor> _norm2 = BatchNorm1d(32);
    private readonly Module<Tensor, Tensor> _fc2 = Linear(32, 8);
    private readonly Module<Tensor, Tensor> _norm3 = BatchNorm1d(8, affine: false);

    public BatchNormNet()
        : base(nameof(BatchNormNet)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new BatchNormNet()).WithInput(n => randn(n, 1, 8, 8));
        return new RightModel(
            nameof(BatchNormNet),
            undeclared,
            undeclared
                .WithLoss<Tensor>((_, embeddings) => Losses.Regression(embeddings))
                .LoadsWeights<BatchNormNet>(model => TrainedElsewhere.Fill(model.state_dict(), name => name)),
            "Samples mix in training by nature, a batch of one throws there, and the biases before a "
                + "normalization have a gradient of zero up to rounding.");
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor features = F.max_pool2d(_norm1.call(_conv.call(images)).relu(), 2);
        Tensor hidden = _norm2.call(_fc1.call(features.flatten(1))).relu();
        return _norm3.call(_fc2.call(hidden)).MoveToOuterDisposeScope();
    }
}
