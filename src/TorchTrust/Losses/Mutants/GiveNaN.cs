using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Makes the gradient not finite, and leaves the value.</summary>
internal sealed class GiveNaN : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "give-nan";

    /// <inheritdoc/>
    public override string Description => "gives gradients that are no numbers, as a root at 0 does";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return value + (value - value.detach()).square().sqrt();
    }
}
