namespace TorchTrust;

/// <summary>How a run is done. The defaults need no change.</summary>
public sealed record TrustOptions
{
    /// <summary>The seed of everything that is drawn.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>The ids of the checks to run; null for all that apply.</summary>
    public IReadOnlyCollection<string>? Checks { get; init; }

    /// <summary>Whether each pass is tried on mutants of the subject.</summary>
    public bool ProvesPower { get; init; } = true;

    /// <summary>After this time no further check is begun; what was not run is inconclusive.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told of each check as it begins and ends.</summary>
    public IProgress<CheckProgress>? Progress { get; init; }

    /// <summary>Ends the run between two steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>This process is a host: it may run what can end it.</summary>
    internal bool IsHost { get; init; }
}
