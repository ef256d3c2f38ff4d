namespace TorchTrust.Watching.Knowledge;

/// <summary>Counts how often something is followed by steps that comes at the beginning of an epoch.</summary>
internal sealed class EpochSign
{
    /// <summary>An epoch of fewer steps is none: what comes at each step tells nothing.</summary>
    private const long Shortest = 3;

    private long _begun;
    private bool _isPending;

    /// <summary>The number of epochs that have begun.</summary>
    public int Epochs { get; private set; }

    /// <summary>It has come.</summary>
    public void Hear() => _isPending = true;

    /// <summary>A step is taken.</summary>
    /// <param name="before">The number of steps before it.</param>
    public void Step(long before)
    {
        if (_isPending && (Epochs == 0 || before >= _begun + Shortest))
        {
            Epochs++;
            _begun = before;
        }

        _isPending = false;
    }
}
