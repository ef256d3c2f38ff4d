using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Watching;

/// <summary>What was asked of <c>watch</c>.</summary>
internal sealed record WatchSettings
{
    /// <summary>What the user named; null for the present folder.</summary>
    public string? Target { get; init; }

    /// <summary>The program's own arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How it is built.</summary>
    public required BuildOptions Build { get; init; }

    /// <summary>Which reports are written.</summary>
    public required OutputOptions Outputs { get; init; }

    /// <summary>The number of steps after which the program is ended; 0 for no limit.</summary>
    public long MostSteps { get; init; }

    /// <summary>The time after which it is ended; null for no limit.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The share of the run's time that watching may take.</summary>
    public double Share { get; init; }

    /// <summary>Whether metrics have a series for each layer.</summary>
    public bool HasSeries { get; init; }

    /// <summary>The settings file; null for that of the project.</summary>
    public string? SettingsPath { get; init; }

    /// <summary>Whether open questions are let pass.</summary>
    public bool AllowsQuestions { get; init; }

    /// <summary>Whether only the verdict is told, at the end.</summary>
    public bool IsQuiet { get; init; }
}
