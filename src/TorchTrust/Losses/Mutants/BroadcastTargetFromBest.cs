namespace TorchTrust.Losses.Mutants;

/// <summary>Compares each prediction with the targets of all samples, where the best prediction costs something then.</summary>
internal sealed class BroadcastTargetFromBest : BroadcastTarget
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) => ShowsAtBest(session) ? base.Sites(session) : [];
}
