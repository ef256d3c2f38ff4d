namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Weights are divided by their largest singular value, found by power iteration (Miyato et al., 2018).
/// </summary>
internal sealed class SpectralNormCritic : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        new SpectralLinear(9, 16), LeakyReLU(0.1), new SpectralLinear(16, 1));

    public SpectralNormCritic()
        : base(nameof(SpectralNormCritic)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SpectralNormCritic()).WithInput(n => randn(n, 9));
        return new RightModel(
            nameof(SpectralNormCritic),
            undeclared,
            undeclared
                .KeepsStateOnPurpose("In training each call goes on with the power iteration.")
                .WithLoss<Tensor>((_, scores) => Losses.Regression(scores)),
            "In training two equal calls differ, since the estimate of the singular value gets better with each "
                + "call.");
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    private sealed class SpectralLinear : Module<Tensor, Tensor>
    {
        private readonly Parameter _weight;
        private readonly Parameter _bias;
        private readonly Tensor _left;
        private readonly Tensor _right;

        public SpectralLinear(long inputs, long outputs)
            : base(nameof(SpectralLinear))
        {
            _weight = Parameter(init.xavier_uniform_(empty(outputs, inputs)));
            _bias = Parameter(zeros(outputs));
            _left = F.normalize(randn(outputs), dim: 0);
            _right = F.normalize(randn(inputs), dim: 0);
            using var _ = no_grad();
            for (int i = 0; i < 15; i++)
            {
                Iterate();
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            if (training)
            {
                using var _ = no_grad();
                Iterate();
            }

            // Copies, since a later call changes the vectors in place while this call's graph still needs them.
            Tensor sigma = dot(_left.clone(), mv(_weight, _right.clone()));
            return F.linear(input, _weight / sigma, _bias).MoveToOuterDisposeScope();
        }

        private void Iterate()
        {
            using var scope = NewDisposeScope();
            _right.copy_(F.normalize(mv(_weight.t(), _left), dim: 0));
            _left.copy_(F.normalize(mv(_weight, _right), dim: 0));
        }
    }
}
