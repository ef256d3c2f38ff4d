using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
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
        // Of targets as well: they alone may have what does not count.
        Tensor value = call.Value;
        return TensorTree.Flatten(call.Arguments).Select(leaf => leaf.Tensor.is_complex() ? view_as_real(leaf.Tensor) : leaf.Tensor)
            .Where(tensor => tensor.is_floating_point())
            .Aggregate(value, (sum, tensor) => sum + (0.01 * tensor.square().mean()));
    }
}
