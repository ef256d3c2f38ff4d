namespace TorchTrust.RightModels.Composite;

/// <summary>Standardizes each sample over its own values: there is nothing to train.</summary>
internal sealed class NoParameters : Module<Tensor, Tensor>
{
    public NoParameters()
        : base(nameof(NoParameters)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new NoParameters()).WithInput(n => randn(n, 2, 5));
        return new RightModel(
            nameof(NoParameters),
            undeclared,
            undeclared,
            "It has neither parameters nor buffers, and the plain sum of its output is zero whatever the input.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor centered = input - input.mean([1, 2], keepdim: true);
        Tensor variance = centered.square().mean([1, 2], keepdim: true);
        return (centered / (variance + 1e-5).sqrt()).MoveToOuterDisposeScope();
    }
}
