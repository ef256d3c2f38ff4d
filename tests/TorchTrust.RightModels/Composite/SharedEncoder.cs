namespace TorchTrust.RightModels.Composite;

/// <summary>Two inputs of one kind through one encoder with batch statistics, and one activation at several places.</summary>
internal sealed class SharedEncoder : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _encoder;

    public SharedEncoder()
        : base(nameof(SharedEncoder))
    {
        Module<Tensor, Tensor> activation = ReLU();
        _encoder = Sequential(Linear(6, 8), BatchNorm1d(8), activation, Linear(8, 8), activation, Linear(8, 4));
        RegisterComponents();
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SharedEncoder()).WithInputs(n => [randn(n, 6), randn(n, 6)]);
        return new RightModel(
            nameof(SharedEncoder),
            undeclared,
            undeclared.WithLoss<Tensor>((_, distance) => Losses.Regression(distance)),
            "A normalization runs twice in a call, on inputs of one distribution, "
                + "and a module without weights stands twice in a container.");
    }

    public override Tensor forward(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        return (_encoder.call(left) - _encoder.call(right)).square().sum(dim: 1).MoveToOuterDisposeScope();
    }
}
