using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Uses <c>torch.empty</c> as if it were zeros.</summary>
internal sealed class ReadFreshMemory : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "read-fresh-memory";

    /// <inheritdoc/>
    public override string Description => "adds a tensor that nobody has written to the output of a module";

    /// <summary>It draws nothing, and over equal memory gives equal bits, which is how it is looked at.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability;

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool ActsOnEachSample => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output + empty_like(output).clamp(-1, 1);
}
