using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Leaves a module's output as it is, bit for bit, and doubles its gradient, as a wrong backward of one's own does.
/// </summary>
internal sealed class ScaleGradient : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "scale-gradient";

    /// <inheritdoc/>
    public override string Description => "doubles the gradient that comes back to a module";

    /// <summary>Twice a number less the number is that number, bit for bit.</summary>
    public override Facet Keeps => base.Keeps | Facet.Values;

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override bool BreaksNumbers => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) => (output * 2) - output.detach();
}
