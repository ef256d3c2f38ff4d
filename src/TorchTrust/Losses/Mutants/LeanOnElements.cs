using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Adds a term that nothing leaves as it is.</summary>
internal sealed class LeanOnElements : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "lean-on-elements";

    /// <inheritdoc/>
    public override string Description => "has a term in which each element has a weight of its own";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.Relations.Any(relation => relation.Kind is RelationKind.Invariant or RelationKind.Equivariant)
            ? base.Sites(session)
            : [];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;

        // All arguments in one row: else two that are exchanged would have the same weights.
        Tensor elements = cat([.. TensorTree.Flatten(call.Arguments).Select(leaf => Real(leaf.Tensor).to(value.device))]);
        Tensor weights = arange(1, elements.shape[0] + 1, dtype: ScalarType.Float64, device: elements.device).sin();
        return value + (0.01 * ((elements * weights).sum() + (elements.square() * weights).sum()));
    }

    private static Tensor Real(Tensor tensor) =>
        (tensor.is_complex() ? view_as_real(tensor.resolve_conj()) : tensor).to(ScalarType.Float64).flatten();
}
