namespace TorchTrust.Running;

/// <summary>The time of one proof, from now on; the time of others on a busy machine does not count.</summary>
internal sealed class ProofClock
{
    private readonly TimeSpan _limit;
    private readonly Func<TimeSpan> _now;
    private readonly TimeSpan _began;

    /// <summary>Begins to count.</summary>
    /// <param name="options">What time is measured by.</param>
    /// <param name="limit">What the proof may take.</param>
    public ProofClock(TrustOptions options, TimeSpan limit)
    {
        OwnTime own = OwnTime.OfThisThread();
        _now = options.Time ?? (() => own.Elapsed);
        _began = _now();
        _limit = limit;
    }

    /// <summary>What it has taken.</summary>
    public TimeSpan Elapsed => _now() - _began;

    /// <summary>Whether its time is spent.</summary>
    public bool IsSpent => Elapsed >= _limit;
}
