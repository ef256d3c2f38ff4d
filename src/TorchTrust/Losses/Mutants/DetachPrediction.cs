using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Cuts one prediction off from the graph.</summary>
internal sealed class DetachPrediction : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "detach-prediction";

    /// <inheritdoc/>
    public override string Description => "gives no gradient to one prediction";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        [.. session.Arguments().Leaves.Where(leaf => session.IsPrediction(leaf.Path, leaf.Tensor)).Select(leaf => leaf.Path)];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss((object?[])TensorTree.Map(call.Arguments, (path, tensor) => path == site ? tensor.detach() : tensor)!);
}
