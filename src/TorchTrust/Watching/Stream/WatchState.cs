namespace TorchTrust.Watching.Stream;

/// <summary>What is known of a run at a moment: sent now and then, and at the end, so that a crash loses little.</summary>
internal sealed record WatchState
{
    /// <summary>How the run stands: <c>None</c> while it goes on.</summary>
    public Knowledge.RunEnd End { get; init; }

    /// <summary>Why it ended, where that is known from within, such as the exception that nobody caught.</summary>
    public string? Ending { get; init; }

    /// <summary>The number of steps of all optimizers.</summary>
    public long Steps { get; init; }

    /// <summary>The number of steps that were looked at.</summary>
    public long Looked { get; init; }

    /// <summary>The time of the run, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The time of watching in the program's calls, in seconds.</summary>
    public double OwnSeconds { get; init; }

    /// <summary>The time of watching on threads of its own, in seconds.</summary>
    public double BesideSeconds { get; init; }

    /// <summary>The name of what is trained.</summary>
    public string Name { get; init; } = "";

    /// <summary>What was seen: pairs of a name and words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Seen { get; init; } = [];

    /// <summary>What each rule says.</summary>
    public IReadOnlyList<CheckResult> Results { get; init; } = [];

    /// <summary>How much steps move weights, by weight.</summary>
    public IReadOnlyList<WatchSeries> Updates { get; init; } = [];

    /// <summary>What it runs on and with.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>The woven assemblies that were loaded.</summary>
    public IReadOnlyList<string> Woven { get; init; } = [];

    /// <summary>Assemblies of the user's that run as they are, with where they were loaded from.</summary>
    public IReadOnlyDictionary<string, string> NotWoven { get; init; } = new Dictionary<string, string>();
}
