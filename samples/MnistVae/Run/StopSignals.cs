using System.Runtime.InteropServices;

namespace MnistVae.Run;

/// <summary>
/// Turns the first Ctrl-C (SIGINT) or SIGTERM into a request to stop; the second one ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalExitCodeBase = 128;
    private const int InterruptNumber = 2;
    private const int TerminateNumber = 15;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action? _beforeEnd;
    private int _received;

    /// <summary>Listens from now on.</summary>
    /// <param name="beforeEnd">Called when the second signal is about to end the process.</param>
    public StopSignals(Action? beforeEnd = null)
    {
        _beforeEnd = beforeEnd;
        Listen(PosixSignal.SIGINT, InterruptNumber);
        Listen(PosixSignal.SIGTERM, TerminateNumber);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code that a shell expects: 130 after SIGINT, 143 after SIGTERM, null without a signal.</summary>
    public int? ExitCode => Volatile.Read(ref _received) is int number and > 0 ? SignalExitCodeBase + number : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Listen(PosixSignal signal, int number) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            if (Interlocked.CompareExchange(ref _received, number, 0) == 0)
            {
                context.Cancel = true;
                _stop.Cancel();
            }
            else
            {
                // Not cancelled, so that the system's own handling ends the process.
                _beforeEnd?.Invoke();
            }
        }));
}
