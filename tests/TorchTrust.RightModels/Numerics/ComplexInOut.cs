namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// A complex linear map with a modulus activation (modReLU; Arjovsky et al., 2016): complex in and complex out.
/// </summary>
internal sealed class ComplexInOut : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _real = Linear(5, 5, hasBias: false);
    private readonly Module<Tensor, Tensor> _imaginary = Linear(5, 5, hasBias: false);
    private readonly Parameter _threshold = Parameter(zeros(5));

    public ComplexInOut()
        : base(nameof(ComplexInOut)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ComplexInOut())
            .WithInput(n => randn(n, 5, dtype: ScalarType.ComplexFloat32));
        return new RightModel(
            nameof(ComplexInOut),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values.view_as_real())),
            "Input and output are complex, the parameters real: comparisons, ranges and conversions must know "
                + "complex numbers.");
    }

    public override Tensor forward(Tensor values)
    {
        using var scope = NewDisposeScope();
        Tensor real = _real.call(values.real) - _imaginary.call(values.imag);
        Tensor imaginary = _real.call(values.imag) + _imaginary.call(values.real);
        Tensor modulus = (real.square() + imaginary.square() + 1e-8).sqrt();
        Tensor gain = F.softplus(modulus + _threshold) / modulus;
        return complex(real * gain, imaginary * gain).MoveToOuterDisposeScope();
    }
}
