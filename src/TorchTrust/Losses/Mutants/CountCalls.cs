using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Keeps something from call to call, where that is not declared.</summary>
internal sealed class CountCalls : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "count-calls";

    /// <inheritdoc/>
    public override string Description => "grows by a thousandth with each call";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.KeepsState is null ? base.Sites(session) : [];

    /// <inheritdoc/>
    protected override Func<LossCall, Tensor> Broken(LossSession session, string site)
    {
        int calls = 0;
        return call => call.Value + (0.001 * calls++);
    }

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) => call.Value;
}
