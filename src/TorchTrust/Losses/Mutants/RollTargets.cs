using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Gives each sample the target of the one before.</summary>
internal class RollTargets : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "roll-targets";

    /// <inheritdoc/>
    public override string Description => "compares each prediction with the target of its neighbour";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithTargets(session, call, (path, tensor) =>
            session.ArgumentLayout[path].Dimension is { } samples ? tensor.roll(1, samples) : tensor));
}
