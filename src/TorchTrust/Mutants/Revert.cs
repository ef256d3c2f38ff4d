namespace TorchTrust.Mutants;

/// <summary>Takes a fault back, once.</summary>
internal sealed class Revert(Action action) : IDisposable
{
    private Action? _action = action;

    /// <inheritdoc/>
    public void Dispose()
    {
        _action?.Invoke();
        _action = null;
    }
}
