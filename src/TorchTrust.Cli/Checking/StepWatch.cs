namespace TorchTrust.Cli.Checking;

/// <summary>Sees what a subject's checks do, at once and on their own thread, and hands it on.</summary>
internal sealed class StepWatch(Action<CheckProgress> moved) : IProgress<CheckProgress>
{
    private const string Building = ": building the subject";

    /// <summary>Whether the subject was being built when it was last heard of.</summary>
    public bool IsBuilding { get; private set; }

    /// <inheritdoc/>
    public void Report(CheckProgress value)
    {
        if (value.Step is { } step)
        {
            IsBuilding = step.EndsWith(Building, StringComparison.Ordinal);
        }
        else if (value.Result is null)
        {
            IsBuilding = false;
        }

        moved(value);
    }
}
