using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Gives the loss a wrong weight.</summary>
internal sealed class ScaleValue : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "scale-value";

    /// <inheritdoc/>
    public override string Description => "has one hundredth too much weight";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) => call.Value * 1.01;
}
