namespace TorchTrust.Running;

/// <summary>
/// The time that all proofs of a run may take together. Each subject gets an even share of what those before it have left.
/// </summary>
/// <param name="limit">All of it; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
/// <param name="subjects">How many subjects there are.</param>
internal sealed class SharedProofTime(TimeSpan limit, int subjects)
{
    private readonly object _gate = new();
    private TimeSpan _left = limit;
    private int _waiting = subjects;

    /// <summary>Takes the share of a subject that begins.</summary>
    public ProofBudget Take()
    {
        lock (_gate)
        {
            if (_left == TimeSpan.MaxValue)
            {
                return new ProofBudget(_left);
            }

            TimeSpan share = _left / Math.Max(1, _waiting--);
            _left -= share;
            return new ProofBudget(share);
        }
    }

    /// <summary>Gives back what a subject has not needed.</summary>
    public void GiveBack(ProofBudget budget)
    {
        lock (_gate)
        {
            _left = _left == TimeSpan.MaxValue ? _left : _left + budget.Left;
        }
    }
}
