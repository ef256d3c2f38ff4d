namespace TorchTrust.Losses.Mutants;

/// <summary>Adds a constant to a loss that is declared to be 0 at its best.</summary>
internal sealed class AddConstantAtBest : AddConstant
{
    private static readonly string[] _nowhere = [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        session.Subject.Facts.IsZeroAtBest ? base.Sites(session) : _nowhere;
}
