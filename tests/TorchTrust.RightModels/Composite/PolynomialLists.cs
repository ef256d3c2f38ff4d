namespace TorchTrust.RightModels.Composite;

/// <summary>Keeps its coefficients in TorchSharp's list of parameters and its scales in its dictionary.</summary>
internal sealed class PolynomialLists : Module<Tensor, Tensor>
{
    private readonly ParameterList _coefficients = ParameterList(
        Parameter(zeros(1)), Parameter(randn(1)), Parameter(randn(1) * 0.1), Parameter(randn(1) * 0.01));

    private readonly ParameterDict _scales = ParameterDict(
        ("input", Parameter(ones(1))), ("output", Parameter(ones(1))));

    public PolynomialLists()
        : base(nameof(PolynomialLists)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new PolynomialLists()).WithInput(n => randn(n));
        return new RightModel(
            nameof(PolynomialLists),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "No field is a parameter: a list and a dictionary hold them. A sample is one number, a batch one "
                + "dimension.");
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor scaled = x * _scales["input"];
        Tensor power = ones_like(scaled);
        Tensor total = zeros_like(scaled);
        foreach (Parameter coefficient in _coefficients)
        {
            total = total + (coefficient * power);
            power = power * scaled;
        }

        return (total * _scales["output"]).MoveToOuterDisposeScope();
    }
}
