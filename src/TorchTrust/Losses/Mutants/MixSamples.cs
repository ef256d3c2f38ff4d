using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>
/// Mixes samples of the predictions, where it is declared that they are reduced: where nothing is, samples that meet so are told.
/// </summary>
internal sealed class MixSamples : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "mix-samples";

    /// <inheritdoc/>
    public override string Description => "mixes a hundredth of the mean over the batch into each prediction";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.Reduction is null ? [] : base.Sites(session);

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithPredictions(session, call, (path, tensor) => session.ArgumentLayout[path].Dimension is { } samples
            ? (0.99 * tensor) + (0.01 * tensor.mean([samples], keepdim: true))
            : tensor));
}
