using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Adds noise.</summary>
internal sealed class AddLossNoise : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "add-noise";

    /// <inheritdoc/>
    public override string Description => "adds noise of a thousandth";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.IsRandom is null ? base.Sites(session) : [];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        return value + (0.001 * randn_like(value.detach()));
    }
}
