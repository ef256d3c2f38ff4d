using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a change of the input that must show show nowhere.</summary>
internal sealed class GiveConstantOutput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "give-constant-output";

    /// <inheritdoc/>
    public override string Description => "gives the same output whatever it is given";

    /// <inheritdoc/>
    public override Facet Keeps => Facet.Instances | Facet.Repeatability;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        ((ModelSession)session).Subject.Facts.Relations.Any(relation => relation.DemandsInfluence) ? [""] : [];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        model.Redirect = output => TensorTree.Map(output, (_, tensor) => tensor.clone().zero_());
        return new Revert(() => model.Redirect = null);
    }
}
