namespace TorchTrust.Bench;

/// <summary>The highest resident memory of the host so far, after each check.</summary>
internal sealed class PeakAfterChecks : IProgress<CheckProgress>, IDisposable
{
    private readonly ChildMemory _children = new();
    private readonly Dictionary<string, long> _peaks = [];

    /// <summary>In bytes, by the id of the check.</summary>
    public IReadOnlyDictionary<string, long> Peaks => _peaks;

    /// <summary>In bytes, when the model was built and no check had run it: before the first step of a check of the model.</summary>
    public long AtFirst { get; private set; }

    /// <inheritdoc/>
    public void Report(CheckProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Result is not null)
        {
            _peaks[value.CheckId] = _children.Now();
        }
        else if (AtFirst == 0 && value.Step == value.CheckId)
        {
            AtFirst = _children.Now();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _children.Dispose();
}
