using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Takes the unbiased deviation of the batch.</summary>
internal sealed class DivideByDeviation : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "divide-by-deviation";

    /// <inheritdoc/>
    public override string Description => "divides by a deviation of the batch, which one sample has not";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return TensorTree.Flatten(call.Arguments).Aggregate(value, (sum, leaf) =>
            session.IsPrediction(leaf.Path, leaf.Tensor) && session.ArgumentLayout[leaf.Path].Dimension is { } samples
                ? sum + (0 * Real(leaf.Tensor).std(samples).sum())
                : sum);
    }

    private static Tensor Real(Tensor tensor) => tensor.is_complex() ? tensor.abs() : tensor;
}
