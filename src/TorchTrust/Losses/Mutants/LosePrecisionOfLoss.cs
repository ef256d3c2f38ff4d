using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Loses the digits of the predictions in float32.</summary>
internal sealed class LosePrecisionOfLoss : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "lose-precision";

    /// <inheritdoc/>
    public override string Description => "adds a million to each prediction, and takes it away again";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithPredictions(session, call, (_, tensor) => tensor + 1e6 - 1e6));
}
