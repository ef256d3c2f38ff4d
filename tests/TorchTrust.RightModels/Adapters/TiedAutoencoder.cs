namespace TorchTrust.RightModels.Adapters;

/// <summary>The decoder's layer is built on the transposed use of the encoder's own parameter object.</summary>
internal sealed class TiedAutoencoder : Module<Tensor, Tensor>
{
    private readonly Linear _encoder = Linear(9, 4);
    private readonly Parameter _decoderBias = Parameter(zeros(9));

    public TiedAutoencoder()
        : base(nameof(TiedAutoencoder)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TiedAutoencoder()).WithInput(n => randn(n, 9));
        return new RightModel(
            nameof(TiedAutoencoder),
            undeclared,
            undeclared.WithLoss<Tensor>((inputs, output) => F.mse_loss(output, (Tensor)inputs[0]!)),
            "The encoder's module runs once, and its weight a second time behind the module's back, transposed.");
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor linear = _encoder.call(input);
        using Tensor code = linear.sigmoid();
        using Tensor transposed = _encoder.weight.t();
        return F.linear(code, transposed, _decoderBias);
    }
}
