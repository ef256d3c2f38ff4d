using TorchTrust.Configuration;

namespace TorchTrust;

/// <summary>
/// What a project says about its checks for every way of running them: its level, what is switched off, and the failures that it
/// lives with. It stands in <c>torchtrust.json</c> and in the baseline beside the project.
/// </summary>
public sealed record ProjectSettings
{
    /// <summary>The settings file; null if there is none.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// The newest checks that are run: those of this level and of those before. Null for all, so that a new version brings its new
    /// checks.
    /// </summary>
    public int? Level { get; init; }

    /// <summary>The failures that the project lives with for now.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures { get; init; } = [];

    /// <summary>The checks that are switched off.</summary>
    internal IReadOnlyList<Skip> Skips { get; init; } = [];

    /// <summary>Reads the settings of the project that a folder belongs to, such as the folder of its built program.</summary>
    /// <param name="folder">The folder. The project is in it, or in the nearest folder above that holds one.</param>
    /// <exception cref="SettingsException">A file of the project is not as it must be.</exception>
    public static ProjectSettings Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string home = HomeOf(folder);
        return Of(SettingsFile.Find(home) ?? new Settings(), home);
    }

    /// <summary>What the settings of a project say, with the baseline that they name or that lies beside the project.</summary>
    internal static ProjectSettings Of(Settings settings, string home)
    {
        string baseline = settings.Baseline ?? System.IO.Path.Combine(home, Baseline.FileName);
        return new ProjectSettings
        {
            Path = settings.Path,
            Level = settings.Level,
            Skips = settings.Skips,
            KnownFailures = File.Exists(baseline) ? Baseline.Read(baseline) : [],
        };
    }

    /// <summary>Why a check is not run; null if it is.</summary>
    /// <param name="checkId">The check.</param>
    /// <param name="level">The level that it came with.</param>
    /// <param name="names">The names of the subject.</param>
    internal string? SwitchedOff(string checkId, int level, IReadOnlyList<string> names) =>
        Skips.FirstOrDefault(skip => skip.Covers(checkId, names)) is { } skip ? $"Switched off in {Settings.FileName}: {skip.Reason}"
        : level > Level ? FormattableString.Invariant(
            $"The check came with level {level}, and {Settings.FileName} has chosen level {Level}: raise it to be asked.")
        : null;

    private static string HomeOf(string folder)
    {
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent)
        {
            if (above.Exists && above.EnumerateFiles("*.*proj").Any())
            {
                return above.FullName;
            }
        }

        return folder;
    }
}
