namespace TorchTrust.Running;

/// <summary>
/// One run at a time in a process: the default generator, device and dtype belong to all of its threads.
/// </summary>
internal static class ProcessGate
{
    private static readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Waits for its turn; the turn ends on dispose.</summary>
    public static IDisposable Enter(CancellationToken cancellation)
    {
        _gate.Wait(cancellation);
        return new Turn();
    }

    private sealed class Turn : IDisposable
    {
        public void Dispose() => _gate.Release();
    }
}
