using System.Globalization;
using System.Text.RegularExpressions;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Projects;

/// <summary>Which of a project's target frameworks is checked.</summary>
internal static partial class Frameworks
{
    /// <summary>The newest one that this machine runs; one that is older than every runtime here is rolled forward.</summary>
    /// <param name="targets">The target frameworks of the project.</param>
    /// <param name="runtimes">The versions of .NET that are installed.</param>
    /// <exception cref="ToolException">None of them runs here.</exception>
    public static string Newest(IReadOnlyList<string> targets, IReadOnlyList<Version> runtimes)
    {
        int highest = runtimes.Max(runtime => runtime.Major);
        return targets
            .Where(target => Major(target) is { } major && major <= highest)
            .OrderByDescending(Major)
            .FirstOrDefault()
            ?? throw ToolException.CannotRun(
                $"None of the project's frameworks runs here: it targets {string.Join(", ", targets)}, and installed is "
                    + $".NET {string.Join(", ", runtimes)}.");
    }

    /// <summary>What to say where a program runs on another .NET than it was built for; null if it does not.</summary>
    /// <param name="built">The version that it was built for.</param>
    /// <param name="runtimes">The versions of .NET that are installed.</param>
    public static string? RollForward(Version? built, IReadOnlyList<Version> runtimes)
    {
        if (built is null || runtimes.Any(runtime => runtime.Major == built.Major))
        {
            return null;
        }

        return runtimes.FirstOrDefault(runtime => runtime.Major > built.Major) is { } next
            ? $"The program was built for .NET {built.ToString(2)}, which is not installed: its checks run on .NET {next}, rolled forward."
            : throw ToolException.CannotRun(
                $"The program was built for .NET {built.ToString(2)}; the newest here is .NET {runtimes[^1]}. "
                    + $"Install the runtime of .NET {built.ToString(2)}.");
    }

    private static int? Major(string target) => Modern().Match(target) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    // net10.0, net8.0-windows; neither net48 nor netstandard2.0.
    [GeneratedRegex(@"^net(\d+)\.\d+(-.*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Modern();
}
