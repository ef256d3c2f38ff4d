namespace TorchTrust.RightModels.Composite;

/// <summary>Sixty residual layers that begin as the identity (ReZero; Bachlechner et al., 2021).</summary>
internal sealed class VeryDeep : Module<Tensor, Tensor>
{
    private const int Depth = 60;

    private readonly Sequential _layers = Sequential(
        [.. Enumerable.Range(0, Depth).Select(_ => (Module<Tensor, Tensor>)new ReZeroLayer())]);

    private readonly Module<Tensor, Tensor> _head = Linear(8, 2);

    public VeryDeep()
        : base(nameof(VeryDeep)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new VeryDeep()).WithInput(n => randn(n, 8));
        return new RightModel(
            nameof(VeryDeep),
            undeclared,
            undeclared
                .StartsSpecialOnPurpose("*_scale", "Each layer begins as the identity.")
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "All sixty layers are scaled by zero as built: their weights have no gradient and no influence yet.");
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor features = _layers.call(input);
        return _head.call(features);
    }

    private sealed class ReZeroLayer : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _linear = Linear(8, 8);
        private readonly Parameter _scale = Parameter(zeros(1));

        public ReZeroLayer()
            : base(nameof(ReZeroLayer)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (input + (_linear.call(input).tanh() * _scale)).MoveToOuterDisposeScope();
        }
    }
}
