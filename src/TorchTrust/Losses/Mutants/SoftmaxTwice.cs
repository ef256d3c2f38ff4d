using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Takes one softmax too many.</summary>
internal sealed class SoftmaxTwice : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "softmax-twice";

    /// <inheritdoc/>
    public override string Description => "takes one more softmax of the prediction";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.Predictions.All(
            argument => session.Subject.Facts.Given.Any(fact => fact.Argument == argument && fact.ClassDimension is not null))
            ? base.Sites(session)
            : [];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss(WithPredictions(
            session, call, (path, tensor) => tensor.softmax(new PredictionDomain(session).FactOf(path)!.ClassDimension!.Value)));
}
