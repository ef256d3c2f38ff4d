namespace TorchTrust.RightModels.Composite;

/// <summary>Fits a curve through one number: one value in, one value out.</summary>
internal sealed class InputOfSizeOne : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(Linear(1, 8), Tanh(), Linear(8, 1));

    public InputOfSizeOne()
        : base(nameof(InputOfSizeOne)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new InputOfSizeOne()).WithInput(n => randn(n, 1));
        return new RightModel(
            nameof(InputOfSizeOne),
            undeclared,
            undeclared.WithLoss<Tensor>((inputs, values) =>
            {
                using Tensor targets = ((Tensor)inputs[0]!).sin();
                return F.mse_loss(values, targets);
            }),
            "With one sample all dimensions are 1, so a dimension cannot be told by its size.");
    }

    public override Tensor forward(Tensor x) => _layers.call(x);
}
