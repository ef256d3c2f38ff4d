using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Scales the gradient and leaves the value.</summary>
internal sealed class ScaleLossGradient : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "scale-gradient";

    /// <inheritdoc/>
    public override string Description => "gives gradients that are one hundredth too large";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return value.detach() + (1.01 * (value - value.detach()));
    }
}
