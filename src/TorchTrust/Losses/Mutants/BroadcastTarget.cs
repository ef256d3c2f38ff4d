using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Broadcasts <c>[N]</c> against <c>[N, 1]</c>.</summary>
internal sealed class BroadcastTarget : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "broadcast-target";

    /// <inheritdoc/>
    public override string Description => "compares each prediction with the targets of all samples";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithTargets(session, call, (_, tensor) =>
            tensor.is_floating_point() ? tensor.unsqueeze(1) : throw new NotSupportedException("It does not broadcast.")));
}
