using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Computes too coarsely in float32 only, as a difference of large numbers does.</summary>
internal sealed class LosePrecision : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "lose-precision";

    /// <inheritdoc/>
    public override string Description => "makes the output of a module two percent too large in float32 only";

    /// <summary>It changes nothing in float64, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.ValuesInDouble;

    /// <inheritdoc/>
    protected override bool ActsOnEachSample => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output.dtype is ScalarType.Float32 or ScalarType.ComplexFloat32 ? output * 1.02 : output;
}
