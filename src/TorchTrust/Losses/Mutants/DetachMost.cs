using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Cuts most elements off from the graph.</summary>
internal sealed class DetachMost : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "detach-most";

    /// <inheritdoc/>
    public override string Description => "gives gradients to few of the elements that count";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithPredictions(session, call, (_, tensor) =>
        {
            Tensor kept = arange(tensor.numel(), device: tensor.device).remainder(4).eq(0).reshape(tensor.shape);
            return where(kept, tensor, tensor.detach());
        }));
}
