using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Makes a tensor without saying of which dtype, as <c>torch.randn(mean.shape)</c> does.</summary>
internal sealed class MakeOfDefaultDtype : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "make-of-default-dtype";

    /// <inheritdoc/>
    public override string Description => "adds a zero tensor of the default dtype to the output of a module";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) => output + zeros(output.shape, device: output.device);
}
