using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Turns the sign of the loss.</summary>
internal sealed class TurnSign : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "turn-sign";

    /// <inheritdoc/>
    public override string Description => "has the other sign";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) => call.Value.neg();
}
