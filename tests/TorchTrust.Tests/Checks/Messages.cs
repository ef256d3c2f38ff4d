using System.Text.RegularExpressions;

namespace TorchTrust.Tests.Checks;

/// <summary>
/// Messages as they are approved: what differs from machine to machine, or with each line above a test, is left out, and so is how many
/// items several threads happen to meet.
/// </summary>
internal static partial class Messages
{
    /// <summary>A message without folders, the numbers of lines, and the compiler's names.</summary>
    public static string Normal(CheckResult result) => OfThreads().Replace(
        WithoutLines(string.Join('\n', [
            $"{result.Verdict} {result.Severity} {result.CheckId}",
            .. result.Findings.Select(finding => $"- {finding.What}"),
            $"why: {result.Why}",
            $"mend: {result.Remedy}",
            .. result.Declaration is null ? Array.Empty<string>() : [$"answer: {result.Declaration}"],
        ])),
        "$1items N$2N of $3");

    /// <summary>A text without folders, the numbers of lines, and the compiler's names.</summary>
    public static string WithoutLines(string text) => Line().Replace(Lambda().Replace(text, "$1"), "$1:line N");

    [GeneratedRegex(@"(?:<>\w+\.)?<(\w+)>b__\d+(?:_\d+)?")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"(?:[^\s()]*[\\/])?(\w+\.cs):(?:line )?\d+")]
    private static partial Regex Line();

    [GeneratedRegex(@"(of )items? [0-9, …]+( of split \w+ differs when 4 threads read at once: )\d+ of (\d+)")]
    private static partial Regex OfThreads();
}
