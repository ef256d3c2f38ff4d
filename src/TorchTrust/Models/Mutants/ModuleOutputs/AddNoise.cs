using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a module random in every mode.</summary>
internal sealed class AddNoise : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "add-noise";

    /// <inheritdoc/>
    public override string Description =>
        "multiplies the output of a module by 1 plus a thousandth of normal noise, in every mode";

    /// <summary>Torch's generator decides what it draws.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability;

    /// <inheritdoc/>
    protected override bool ActsOnEachSample => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output * (1 + (randn_like(output) * 1e-3));
}
