namespace TorchTrust.RightModels.Composite;

/// <summary>
/// Gives the bits of a locality-sensitive hash (Charikar, 2002): integers, from fixed random directions.
/// </summary>
internal sealed class IntegerOutput : Module<Tensor, Tensor>
{
    [TorchSharp.Utils.ComponentName(Name = "directions")]
    private readonly Tensor _directions = randn(10, 6);

    public IntegerOutput()
        : base(nameof(IntegerOutput)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new IntegerOutput()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(IntegerOutput),
            undeclared,
            undeclared,
            "The output is made of integers and has no gradient, and a small change of the input changes none "
                + "of them.");
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor projections = F.linear(input, _directions);
        using Tensor positive = projections > 0;
        return positive.to(ScalarType.Int64);
    }
}
