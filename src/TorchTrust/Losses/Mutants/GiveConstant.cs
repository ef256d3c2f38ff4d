using TorchTrust.Losses.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Gives the same value always.</summary>
internal sealed class GiveConstant : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "give-constant";

    /// <inheritdoc/>
    public override string Description => "gives the same value whatever it is given";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.Relations.Any(relation => relation.Kind is RelationKind.Sensitive or RelationKind.Raised)
            ? base.Sites(session)
            : [];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) => call.Value * 0;
}
