namespace TorchTrust.Running;

/// <summary>The time that one proof may take, from now on; the time of others on a busy machine does not count.</summary>
internal sealed class ProofBudget
{
    private readonly TimeSpan _limit;
    private readonly Func<TimeSpan> _now;
    private readonly TimeSpan _began;

    /// <summary>Begins to count.</summary>
    public ProofBudget(TrustOptions options)
    {
        OwnTime own = OwnTime.OfThisThread();
        _now = options.Time ?? (() => own.Elapsed);
        _began = _now();
        _limit = options.ProofLimit;
    }

    /// <summary>Whether it is spent.</summary>
    public bool IsSpent => _now() - _began >= _limit;
}
