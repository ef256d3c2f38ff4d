namespace TorchTrust.RightModels.Vision;

/// <summary>A residual block whose activation edits in place what is meant to be edited, and whose result is dropped.</summary>
internal sealed class ResidualInPlace : Module<Tensor, Tensor>
{
    private readonly Conv2d _entry = Conv2d(3, 6, 3, padding: 1);
    private readonly Conv2d _inner = Conv2d(6, 6, 3, padding: 1);
    private readonly ReLU _relu = ReLU(inplace: true);
    private readonly Conv2d _exit = Conv2d(6, 2, 1);

    public ResidualInPlace()
        : base(nameof(ResidualInPlace)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ResidualInPlace()).WithInput(n => randn(n, 3, 6, 6));
        return new RightModel(
            nameof(ResidualInPlace),
            undeclared,
            undeclared.WithLoss<Tensor>((_, output) => Losses.Regression(output)),
            "The skip path carries what the activation has edited, on purpose: it is called for what it does, "
                + "and what it gives is dropped.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = _entry.call(input);
        _relu.call(hidden);
        return _exit.call(_inner.call(hidden) + hidden).MoveToOuterDisposeScope();
    }
}
