using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Cuts the graph behind a module, as <c>detach</c>, <c>item</c> or a new tensor from old values do.</summary>
internal sealed class DetachOutput : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "detach-output";

    /// <inheritdoc/>
    public override string Description => "detaches the output of a module";

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) => output.detach();
}
