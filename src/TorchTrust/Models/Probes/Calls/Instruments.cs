namespace TorchTrust.Models.Probes;

/// <summary>
/// What watches the modules of a session from inside, and can be told to look away: an instrument never takes part, so a subject
/// that throws is called again without any before it is blamed.
/// </summary>
internal sealed class Instruments
{
    private int _used;
    private int _acquitted;

    /// <summary>Whether something watches.</summary>
    public bool AreUsed => _used > 0 && !AreSilent;

    /// <summary>Whether a subject that throws is called again without what watches, before it is blamed.</summary>
    public bool AreSuspected => AreUsed && _acquitted == 0;

    /// <summary>Whether what watches looks away: hooks stay where they are, and do nothing.</summary>
    public bool AreSilent { get; private set; }

    /// <summary>Says that something watches, until it is disposed.</summary>
    public IDisposable Use()
    {
        _used++;
        return new End(() => _used--);
    }

    /// <summary>
    /// Takes what watches for harmless, until it is disposed: a fault is in the subject, which has run under the same instruments without
    /// it.
    /// </summary>
    public IDisposable Acquit()
    {
        _acquitted++;
        return new End(() => _acquitted--);
    }

    /// <summary>Makes all that watches look away, until it is disposed.</summary>
    public IDisposable Silence()
    {
        AreSilent = true;
        return new End(() => AreSilent = false);
    }

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
