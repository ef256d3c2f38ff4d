namespace TorchTrust.RightModels.Vision;

/// <summary>Batch normalization written by hand, with running statistics in buffers (Ioffe and Szegedy, 2015).</summary>
internal sealed class OwnBatchNorm : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(Linear(6, 10), new Normalization(10), ReLU(), Linear(10, 3));

    public OwnBatchNorm()
        : base(nameof(OwnBatchNorm)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new OwnBatchNorm()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(OwnBatchNorm),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Samples mix in training by nature, in a class of which no library knows that it is a normalization.");
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    private sealed class Normalization : Module<Tensor, Tensor>
    {
        private readonly Parameter _scale;
        private readonly Parameter _shift;

        [TorchSharp.Utils.ComponentName(Name = "mean")]
        private readonly Tensor _mean;

        [TorchSharp.Utils.ComponentName(Name = "variance")]
        private readonly Tensor _variance;

        public Normalization(long features)
            : base(nameof(Normalization))
        {
            _scale = Parameter(ones(features));
            _shift = Parameter(zeros(features));
            _mean = zeros(features);
            _variance = ones(features);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor mean = training ? input.mean([0]) : _mean;
            Tensor variance = training ? (input - mean).square().mean([0]) : _variance;
            if (training)
            {
                using var _ = no_grad();
                _mean.mul_(0.9).add_(mean, alpha: 0.1);
                _variance.mul_(0.9).add_(variance, alpha: 0.1);
            }

            return (((input - mean) / (variance + 1e-5).sqrt() * _scale) + _shift).MoveToOuterDisposeScope();
        }
    }
}
