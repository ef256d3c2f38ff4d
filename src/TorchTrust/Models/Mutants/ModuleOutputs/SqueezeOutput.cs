using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Drops the dimension of samples from the output when there is only one.</summary>
internal sealed class SqueezeOutput : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "squeeze-output";

    /// <inheritdoc/>
    public override string Description => "calls squeeze() on the output of the model";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <summary>
    /// The model's own output only: a module that gets other shapes than it was made for may end the process.
    /// </summary>
    protected override bool IsSite(ModelSession session, ModuleCall call) => base.IsSite(session, call)
        && call.Path.Length == 0 && session.OutputLayout.HasBatchDimension;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) => output.squeeze();
}
