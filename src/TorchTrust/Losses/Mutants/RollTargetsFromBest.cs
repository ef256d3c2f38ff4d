namespace TorchTrust.Losses.Mutants;

/// <summary>Gives each sample the target of the one before, where the best prediction costs something then.</summary>
internal sealed class RollTargetsFromBest : RollTargets
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) => ShowsAtBest(session) ? base.Sites(session) : [];
}
