namespace TorchTrust.RightModels.Composite;

/// <summary>Calibrates logits by one temperature (Guo et al., 2017).</summary>
internal sealed class SingleParameter : Module<Tensor, Tensor>
{
    private readonly Parameter _temperature = Parameter(ones([]) * 1.5);

    public SingleParameter()
        : base(nameof(SingleParameter)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new SingleParameter()).WithInput(n => randn(n, 4));
        return new RightModel(
            nameof(SingleParameter),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Its only parameter is one number without dimensions.");
    }

    public override Tensor forward(Tensor logits) => logits / _temperature;
}
