using System.Globalization;
using TorchTrust.Reporting.Exchange;

namespace TorchTrust.Reporting;

/// <summary>
/// Failures as workflow commands of GitHub, which shows them beside the lines of a pull request: one a failed check, on
/// standard output of a step.
/// </summary>
public static class GitHubAnnotations
{
    private const int MostFindings = 5;

    /// <summary>Writes one line a failure; known failures are notices.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the lines.</param>
    /// <param name="sourceRoot">The folder of the repository, so that files can be named as GitHub knows them; null if it is not
    /// known.</param>
    public static void Write(TrustRun run, TextWriter writer, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (TrustReport report in Standings.WorstFirst(run))
        {
            if (report.Failure is not null)
            {
                Write(writer, "error", null, $"{report.Subject}: could not be opened", report.Failure, sourceRoot);
            }

            foreach (Cause cause in Standings.Causes(run, report).Where(cause => cause.Result.Answer is null))
            {
                CheckResult result = cause.Result;
                string command = Standings.Of(run, report, result) switch
                {
                    Standing.Failed => "error",
                    Standing.Question => "warning",
                    _ => "notice",
                };
                SourceLocation? source = result.Findings.Select(finding => finding.Source).FirstOrDefault(source => source is not null);
                Write(
                    writer, command, source, $"{result.Looked(report.Subject)}: {result.CheckId}", Message(run, report, cause), sourceRoot);
            }
        }
    }

    private static string Message(TrustRun run, TrustReport report, Cause cause)
    {
        CheckResult result = cause.Result;
        IReadOnlyList<FindingGroup> groups = FindingGroup.Of(result.OwnFindings);
        int more = groups.Count - MostFindings;
        string?[] lines =
        [
            run.Known(report, result) is { } known ? $"Known: {known.Reason}" : null,
            .. groups.Take(MostFindings).SelectMany(group => new[] { group.First.What, group.OfOthers() }),
            more > 0 ? Words.Text($"and {more} more") : null,
            cause.Following(),
            result.Remedy,
            .. Words.Answers(result),
            Words.Page(result.CheckId),
        ];
        return string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)));
    }

    private static void Write(TextWriter writer, string command, SourceLocation? source, string title, string message, string? root)
    {
        string place = source is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"file={Property(SourcePath.Relative(source.File, root) ?? source.File)},line={source.Line},");
        writer.Write($"::{command} {place}title={Property(title)}::{Data(message)}\n");
    }

    private static string Data(string text) => Printable.Text(text)
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
