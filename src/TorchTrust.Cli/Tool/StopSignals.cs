using System.Runtime.InteropServices;

namespace TorchTrust.Cli.Tool;

/// <summary>
/// Turns the first Ctrl-C (SIGINT) or SIGTERM into a request to stop; the second one ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Terminal _terminal;

    /// <summary>Listens from now on.</summary>
    /// <param name="terminal">Its cursor is shown again before the process is ended.</param>
    public StopSignals(Terminal terminal)
    {
        _terminal = terminal;
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            // Not cancelled, so that the system's own handling ends the process.
            if (_terminal.IsLive)
            {
                _terminal.Out.Profile.Out.Writer.Write(ShowCursor);
                _terminal.Out.Profile.Out.Writer.Flush();
            }

            return;
        }

        signal.Cancel = true;
        _stop.Cancel();
    }
}
