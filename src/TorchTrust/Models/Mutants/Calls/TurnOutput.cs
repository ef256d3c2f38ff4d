using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Turns the sign of the output, so that what has to rise falls.</summary>
internal sealed class TurnOutput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "turn-output";

    /// <inheritdoc/>
    public override string Description => "gives its output with the other sign";

    /// <inheritdoc/>
    public override Facet Keeps => Facet.Instances | Facet.Repeatability | Facet.Sensitivity;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        ((ModelSession)session).Subject.Facts.Relations.Any(relation => relation.Kind is RelationKind.Raised or RelationKind.Lowered)
            ? [""]
            : [];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        model.Redirect = output =>
            TensorTree.Map(output, (_, tensor) => tensor.dtype == ScalarType.Bool ? tensor.logical_not() : tensor.neg());
        return new Revert(() => model.Redirect = null);
    }
}
