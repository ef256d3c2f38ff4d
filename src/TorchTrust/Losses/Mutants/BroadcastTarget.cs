using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Broadcasts <c>[N]</c> against <c>[N, 1]</c>.</summary>
internal class BroadcastTarget : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "broadcast-target";

    /// <inheritdoc/>
    public override string Description => "compares each prediction with the targets of all samples";

    /// <inheritdoc/>
    /// <remarks>
    /// As [N] against [N, 1] does, whatever the shapes: the mean over all losses, each with the targets moved on by one more sample.
    /// </remarks>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        stack([.. Enumerable.Range(0, (int)call.Count).Select(shift => call.Loss(WithTargets(session, call, (path, tensor) =>
            session.ArgumentLayout[path].Dimension is { } samples ? tensor.roll(shift, samples) : tensor)))]).mean([0L]);
}
