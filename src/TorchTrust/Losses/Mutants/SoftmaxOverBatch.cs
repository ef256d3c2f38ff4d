using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Takes a softmax along the samples.</summary>
internal sealed class SoftmaxOverBatch : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "softmax-over-batch";

    /// <inheritdoc/>
    public override string Description => "takes a softmax of the prediction over the batch";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithPredictions(session, call, (path, tensor) =>
            session.ArgumentLayout[path].Dimension is { } samples ? tensor.softmax(samples) : tensor));
}
