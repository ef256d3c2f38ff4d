using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Adds 0 times what is not finite at 0, at 1 and for large numbers.</summary>
internal sealed class AddUnstableTerm : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "add-unstable-term";

    /// <inheritdoc/>
    public override string Description => "takes a logarithm without a floor, and an exponential without a ceiling";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return Predictions(session, call).Aggregate(value, (sum, tensor) =>
            sum + (0 * (tensor.abs().log() + (1 - tensor).abs().log() + tensor.square().exp()).sum()));
    }
}
