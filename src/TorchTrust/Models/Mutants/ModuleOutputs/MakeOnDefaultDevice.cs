using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a tensor without saying where, as <c>torch.randn(mean.shape)</c> does.</summary>
internal sealed class MakeOnDefaultDevice : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "make-on-default-device";

    /// <inheritdoc/>
    public override string Description => "adds a zero tensor, made on the default device, to the output of a module";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool ThrowsOnPurpose => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output + ShimOfOurOwn.Zeros(output.shape, output.dtype);
}
