using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a tensor on the CPU by a literal, as <c>torch.zeros(shape, device: CPU)</c> does.</summary>
internal sealed class MakeOnCpu : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "make-on-cpu";

    /// <inheritdoc/>
    public override string Description => "adds a zero tensor, made on the CPU by a literal, to the output of a module";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool ThrowsOnPurpose => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output + ShimOfOurOwn.Zeros(output.shape, output.dtype, CPU);
}
