namespace TorchTrust.RightModels.Sequences;

/// <summary>
/// Causal attention with rotary positions (Su et al., 2021), whose table grows with the longest sequence seen.
/// </summary>
internal sealed class RotaryAttention : Module<Tensor, Tensor>
{
    private const long Width = 16;

    private readonly Module<Tensor, Tensor> _qkv = Linear(Width, 3 * Width);
    private readonly Module<Tensor, Tensor> _output = Linear(Width, Width);
    private Tensor? _cosines;
    private Tensor? _sines;

    public RotaryAttention()
        : base(nameof(RotaryAttention)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new RotaryAttention()).WithInput(n => randn(n, 6, Width));
        return new RightModel(
            nameof(RotaryAttention),
            undeclared,
            undeclared
                .IsCausal(1)
                .KeepsUnregisteredOnPurpose("_cosines", "A cache, computed anew where it does not fit.")
                .KeepsUnregisteredOnPurpose("_sines", "A cache, computed anew where it does not fit.")
                .KeepsStateOnPurpose("The table of angles is kept from call to call; outputs do not depend on it.")
                .KeepsTensorsOnPurpose("The table of angles.")
                .WithLoss<Tensor>((_, values) => Losses.Regression(values)),
            "The first call, in eval mode too, fills a cache that is neither parameter nor buffer, and that "
                + "outlives the call.");
    }

    public override Tensor forward(Tensor sequence)
    {
        using var scope = NewDisposeScope();
        Tensor[] qkv = _qkv.call(sequence).chunk(3, dim: -1);
        (Tensor cosines, Tensor sines) = Table(sequence);
        Tensor mixed = F.scaled_dot_product_attention(
            Rotate(qkv[0], cosines, sines), Rotate(qkv[1], cosines, sines), qkv[2], is_casual: true);
        return _output.call(mixed).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cosines?.Dispose();
            _sines?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor Rotate(Tensor values, Tensor cosines, Tensor sines)
    {
        Tensor[] halves = values.chunk(2, dim: -1);
        return cat([(halves[0] * cosines) - (halves[1] * sines), (halves[0] * sines) + (halves[1] * cosines)], dim: -1);
    }

    private (Tensor Cosines, Tensor Sines) Table(Tensor like)
    {
        long length = like.shape[1];
        if (_cosines is null || _sines is null || _cosines.shape[0] < length
            || _cosines.dtype != like.dtype || _cosines.device != like.device)
        {
            _cosines?.Dispose();
            _sines?.Dispose();
            using var _ = no_grad();
            Tensor positions = arange(length, dtype: like.dtype, device: like.device);
            Tensor steps = arange(Width / 2, dtype: like.dtype, device: like.device);
            Tensor frequencies = (steps * (-Math.Log(10000) * 2 / Width)).exp();
            Tensor angles = outer(positions, frequencies);
            _cosines = angles.cos().DetachFromDisposeScope();
            _sines = angles.sin().DetachFromDisposeScope();
        }

        return (_cosines.narrow(0, 0, length), _sines.narrow(0, 0, length));
    }
}
