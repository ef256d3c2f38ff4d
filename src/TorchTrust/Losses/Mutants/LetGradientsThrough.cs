using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Gives a target a gradient.</summary>
internal sealed class LetGradientsThrough : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "let-gradients-through";

    /// <inheritdoc/>
    public override string Description => "lets gradients into a target";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return TensorTree.Flatten(call.Arguments)
            .Where(leaf => leaf.Tensor.is_floating_point() && !session.IsPrediction(leaf.Path, leaf.Tensor))
            .Aggregate(value, (sum, leaf) => sum + (0.001 * leaf.Tensor.square().mean()));
    }
}
