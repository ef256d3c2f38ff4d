namespace TorchTrust.Bench;

/// <summary>
/// The processor time that each check takes of this process, on all its threads: on a busy machine it says more than the time that
/// passes.
/// </summary>
internal sealed class ProcessorTimes : IProgress<CheckProgress>
{
    private readonly Dictionary<string, TimeSpan> _ofChecks = [];
    private TimeSpan _began;

    /// <summary>What the process has had so far.</summary>
    public static TimeSpan Now => Environment.CpuUsage.TotalTime;

    /// <summary>What each check took, by its id.</summary>
    public IReadOnlyDictionary<string, TimeSpan> OfChecks => _ofChecks;

    /// <summary>What all of them took.</summary>
    public TimeSpan OfAll => _ofChecks.Values.Aggregate(TimeSpan.Zero, (all, each) => all + each);

    /// <inheritdoc/>
    public void Report(CheckProgress value)
    {
        if (value.Result is not null)
        {
            _ofChecks[value.CheckId] = Now - _began;
        }
        else if (value.Step is null)
        {
            _began = Now;
        }
    }
}
