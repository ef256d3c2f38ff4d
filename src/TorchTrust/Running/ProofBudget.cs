namespace TorchTrust.Running;

/// <summary>The time that is left for the proofs of a subject; the time of others on a busy machine does not count.</summary>
/// <param name="limit">What there is of it; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
internal sealed class ProofBudget(TimeSpan limit)
{
    /// <summary>One proof may take a quarter of what is left, so that none takes what all need.</summary>
    private const int Part = 4;

    /// <summary>What is left.</summary>
    public TimeSpan Left { get; set; } = limit;

    /// <summary>What the next proof may take.</summary>
    public TimeSpan ForOne => Left == TimeSpan.MaxValue ? Left : Left / Part;

    /// <summary>A proof has taken its time.</summary>
    public void Spend(TimeSpan time) => Left = Left == TimeSpan.MaxValue ? Left : TimeSpan.FromTicks(Math.Max(0, (Left - time).Ticks));
}
