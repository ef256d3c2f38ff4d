using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Shifts targets along time.</summary>
internal sealed class ShiftTargets : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "shift-targets";

    /// <inheritdoc/>
    public override string Description => "compares each position with the target of the one before";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithTargets(session, call, (_, tensor) =>
            session.Subject.Facts.TimeDimension is { } time && time < tensor.dim() ? tensor.roll(1, time) : tensor));
}
