using TorchTrust.Cli.Described;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Checking;

/// <summary>All that the command line says; null where it says nothing.</summary>
internal sealed record CheckSettings
{
    /// <summary>The project, its folder, or an assembly; null for the present folder.</summary>
    public string? Target { get; init; }

    /// <summary>The model that is checked without a subject.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>How a project is built.</summary>
    public required BuildOptions Build { get; init; }

    /// <summary>What is run.</summary>
    public required Selection Selection { get; init; }

    /// <summary>What is written.</summary>
    public required OutputOptions Outputs { get; init; }

    /// <summary>What the command line says of the things that <c>torchtrust.json</c> may say, too.</summary>
    public required Settings Overrides { get; init; }

    /// <summary>The settings file; null to look for it.</summary>
    public string? SettingsPath { get; init; }

    /// <summary>The device that subjects are moved to; null to leave them where their recipes put them.</summary>
    public string? Device { get; init; }

    /// <summary>Whether woven copies of the user's assemblies are run.</summary>
    public bool Weaves { get; init; } = true;

    /// <summary>Whether the baseline is written anew.</summary>
    public bool UpdatesBaseline { get; init; }

    /// <summary>The threads of each host; null to share the cores out.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether items of data sets are shown; null to show them at a terminal only.</summary>
    public bool? ShowsData { get; init; }

    /// <summary>Whether only the end is told.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether everything is told.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>The options that decide results, as the user gave them.</summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];
}
