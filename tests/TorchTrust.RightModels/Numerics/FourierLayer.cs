namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Learns in the frequency domain (Li et al., 2021); the complex weights are kept as pairs of real numbers.
/// </summary>
internal sealed class FourierLayer : Module<Tensor, Tensor>
{
    private const long Modes = 4;

    private readonly Parameter _weights = Parameter(randn(Modes, 6, 6, 2) * 0.1);
    private readonly Module<Tensor, Tensor> _lift = Conv1d(1, 6, kernel_size: 1);
    private readonly Module<Tensor, Tensor> _skip = Conv1d(6, 6, kernel_size: 1);
    private readonly Module<Tensor, Tensor> _head = Conv1d(6, 1, kernel_size: 1);

    public FourierLayer()
        : base(nameof(FourierLayer)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new FourierLayer()).WithInput(n => randn(n, 1, 16));
        return new RightModel(
            nameof(FourierLayer),
            undeclared,
            undeclared.WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "Values are complex inside; the imaginary part of the constant frequency's weight is nearly without "
                + "influence.");
    }

    public override Tensor forward(Tensor signal)
    {
        using var scope = NewDisposeScope();
        Tensor lifted = _lift.call(signal);
        long length = lifted.shape[2];
        Tensor spectrum = fft.rfft(lifted).narrow(2, 0, Modes);
        Tensor filtered = einsum("nim,mio->nom", spectrum, _weights.view_as_complex());
        Tensor smooth = fft.irfft(filtered, length);
        return _head.call(F.gelu(smooth + _skip.call(lifted))).MoveToOuterDisposeScope();
    }
}
