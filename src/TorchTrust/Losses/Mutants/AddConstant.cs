using TorchTrust.Losses.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Adds a constant.</summary>
internal class AddConstant : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "add-constant";

    /// <inheritdoc/>
    public override string Description => "is larger by a hundredth everywhere";

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) => call.Value + 0.01;
}
