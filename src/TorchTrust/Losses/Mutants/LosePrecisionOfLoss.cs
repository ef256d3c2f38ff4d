using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Loses the digits of the predictions and of the loss in float32: predictions near zero need not show in the loss.</summary>
internal sealed class LosePrecisionOfLoss : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "lose-precision";

    /// <inheritdoc/>
    public override string Description =>
        "adds ten million to each prediction, and a hundred million times itself to the loss, and takes them away again";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Loss(WithPredictions(session, call, (_, tensor) => tensor + 1e7 - 1e7));
        Tensor large = value.detach() * 1e8;
        return value + large - large;
    }
}
