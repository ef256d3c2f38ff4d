using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Leaves a module's output as it is and makes its gradient infinite, as the square root of zero does.
/// </summary>
internal sealed class InjectNanGradient : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "inject-nan-gradient";

    /// <inheritdoc/>
    public override string Description => "takes the square root of zero on the way";

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => session.AskReach();

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output + (output - output.detach()).sqrt();
}
