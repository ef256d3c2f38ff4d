using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Leaves the mask out in one place.</summary>
internal sealed class CountEverything : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "count-everything";

    /// <inheritdoc/>
    public override string Description => "counts in one of its terms what does not count";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return Predictions(session, call).Aggregate(value, (sum, tensor) => sum + (0.01 * tensor.square().mean()));
    }
}
