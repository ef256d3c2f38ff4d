using System.Runtime.InteropServices;

namespace TorchTrust.Cli.Watching;

/// <summary>
/// Ctrl-C and SIGTERM are the program's: a terminal sends it Ctrl-C itself, anything else is handed on. The second signal ends the program
/// at once. This process goes on to write what was seen.
/// </summary>
internal sealed class RunSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly bool _isInTerminal;
    private WatchedProcess? _process;
    private int _count;

    /// <summary>Listens from now on.</summary>
    public RunSignals()
    {
        // Whoever sits at a terminal sends Ctrl-C to all that runs there.
        _isInTerminal = !Console.IsInputRedirected;
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear));
    }

    /// <summary>Whether a signal came.</summary>
    public bool IsInterrupted => Volatile.Read(ref _count) > 0;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>The program that signals are for.</summary>
    public void Attend(WatchedProcess process) => _process = process;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _stop.Cancel();
        if (Interlocked.Increment(ref _count) > 1)
        {
            _process?.Kill();
        }
        else if (signal.Signal != PosixSignal.SIGINT || !_isInTerminal)
        {
            _process?.HandOn(signal.Signal);
        }
    }
}
