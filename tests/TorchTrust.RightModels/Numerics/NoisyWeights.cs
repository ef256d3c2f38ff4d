namespace TorchTrust.RightModels.Numerics;

/// <summary>Layers whose weights are drawn around their means in training (Fortunato et al., 2018).</summary>
internal sealed class NoisyWeights : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(new Noisy(6, 12), Tanh(), new Noisy(12, 2));

    public NoisyWeights()
        : base(nameof(NoisyWeights)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new NoisyWeights()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(NoisyWeights),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "All deviations begin as one constant by definition; the noise tells the units apart.");
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    private sealed class Noisy : Module<Tensor, Tensor>
    {
        private readonly Parameter _mean;
        private readonly Parameter _deviation;

        public Noisy(long inputs, long outputs)
            : base(nameof(Noisy))
        {
            _mean = Parameter(init.kaiming_uniform_(empty(outputs, inputs), a: Math.Sqrt(5)));
            _deviation = Parameter(full(new[] { outputs, inputs }, 0.017f));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor weight = training ? _mean + (_deviation * randn_like(_mean)) : _mean;
            return F.linear(input, weight).MoveToOuterDisposeScope();
        }
    }
}
