namespace TorchTrust.Running;

/// <summary>Hears the steps only.</summary>
internal sealed class StepObserver(Action<string> step) : RunObserver
{
    /// <inheritdoc/>
    public override void Step(string what) => step(what);
}
