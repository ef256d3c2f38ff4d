namespace TorchTrust.Configuration;

/// <summary>What <c>torchtrust.json</c> says; null where it says nothing. Options of the command line go before it.</summary>
internal sealed record Settings
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "torchtrust.json";

    /// <summary>The file; null if there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The seed of everything that is drawn.</summary>
    public long? Seed { get; init; }

    /// <summary>The least severity of a failure that fails the run.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Whether what is not proven is let pass.</summary>
    public bool? AllowUnproven { get; init; }

    /// <summary>Whether open questions are let pass.</summary>
    public bool? AllowQuestions { get; init; }

    /// <summary>The level of the newest checks that are run; null for all.</summary>
    public int? Level { get; init; }

    /// <summary>How long one check may take.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How long one subject may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many bytes one subject may have resident.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How many subjects are checked side by side.</summary>
    public int? Jobs { get; init; }

    /// <summary>The full path of the baseline.</summary>
    public string? Baseline { get; init; }

    /// <summary>The checks that are not run.</summary>
    public IReadOnlyList<Skip> Skips { get; init; } = [];

    /// <summary>The answers to questions of <c>torchtrust watch</c>.</summary>
    public IReadOnlyList<WatchAnswer> Answers { get; init; } = [];
}
