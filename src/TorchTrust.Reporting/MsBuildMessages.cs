using TorchTrust.Reporting.Exchange;

namespace TorchTrust.Reporting;

/// <summary>
/// Failures in the form of MSBuild and compilers, <c>file(line): error id: text</c>, which editors, terminals and build servers
/// turn into something to jump to: one line a cause.
/// </summary>
public static class MsBuildMessages
{
    /// <summary>Where there is no place in the source.</summary>
    private const string NoPlace = "torchtrust";

    /// <summary>Writes one line a failure: errors as errors, open questions as warnings, what is known as messages.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the lines.</param>
    /// <param name="sourceRoot">The folder that paths are made relative to; null to leave them as they are.</param>
    public static void Write(TrustRun run, TextWriter writer, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (TrustReport report in Standings.WorstFirst(run))
        {
            if (report.Failure is not null)
            {
                writer.Write($"{NoPlace}: error not-opened: {Line($"{report.Subject} could not be opened: {report.Failure}")}\n");
            }

            foreach (Cause cause in Standings.Causes(run, report).Where(cause => cause.Result.Answer is null))
            {
                Write(run, report, cause, writer, sourceRoot);
            }
        }
    }

    private static void Write(TrustRun run, TrustReport report, Cause cause, TextWriter writer, string? sourceRoot)
    {
        string category = Standings.Of(run, report, cause.Result) switch
        {
            Standing.Failed => "error",
            Standing.Question => "warning",
            _ => "message",
        };
        string? following = cause.Following();
        foreach (FindingGroup group in FindingGroup.Of(cause.Result.OwnFindings))
        {
            string place = group.First.Source is { } source
                ? Words.Text($"{SourcePath.Relative(source.File, sourceRoot) ?? source.File}({source.Line})")
                : NoPlace;
            string?[] sentences = [$"{cause.Result.Looked(report.Subject)}: {group.First.What}", group.OfOthers(), following];
            writer.Write($"{Line(place)}: {category} {cause.Result.CheckId}: {Line(string.Join("; ", sentences.OfType<string>()))}\n");
            following = null;
        }
    }

    private static string Line(string text) => Printable.Text(text).Replace('\n', ' ').Replace('\t', ' ');
}
