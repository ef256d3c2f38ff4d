using System.Text;
using TorchTrust.Reporting.Exchange;

namespace TorchTrust.Reporting;

/// <summary>
/// A run as Markdown, for the summary of a workflow's step or a comment: the answer, a table of subjects, and what is new since
/// the baseline.
/// </summary>
public static class MarkdownReport
{
    private const int MostFindings = 5;

    /// <summary>Writes the text.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the text.</param>
    /// <param name="sourceRoot">The folder that paths are made relative to; null to leave them as they are.</param>
    public static void Write(TrustRun run, TextWriter writer, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"## TorchTrust: {Words.Answer(run)}\n\n{Text(Words.AnswerSentence(run))}\n");
        WriteSubjects(run, writer);
        (TrustReport Report, Cause Cause)[] added =
        [
            .. from report in Standings.WorstFirst(run)
               from cause in Standings.Causes(run, report)
               where Standings.Of(run, report, cause.Result) is Standing.Failed or Standing.Question
               select (report, cause),
        ];
        if (added.Length > 0)
        {
            writer.Write(run.KnownFailures.Count > 0 ? "\n### New since the baseline\n\n" : "\n### What was found\n\n");
        }

        foreach ((TrustReport report, Cause cause) in added)
        {
            WriteCause(run, report, cause, writer, sourceRoot);
        }

        KnownFailure[] mended = [.. run.MendedFailures];
        if (mended.Length > 0)
        {
            writer.Write("\n### Mended since the baseline\n\n");
        }

        foreach (KnownFailure known in mended)
        {
            writer.Write($"- {Code(known.CheckId)} of {Text(known.Subject)}: `--update-baseline` takes it out\n");
        }

        if (run.Command is not null)
        {
            writer.Write($"\nAgain: {Code(run.Command)}\n");
        }
    }

    private static void WriteSubjects(TrustRun run, TextWriter writer)
    {
        Standing[] columns =
            [.. Enum.GetValues<Standing>().Where(standing => run.Reports.Any(report => Standings.In(run, report, standing).Count > 0))];
        if (columns.Length == 0)
        {
            return;
        }

        writer.Write($"\n| subject | |{string.Concat(columns.Select(column => $" {Words.Name(column)} |"))}\n");
        writer.Write($"| --- | --- |{string.Concat(Enumerable.Repeat(" ---: |", columns.Length))}\n");
        foreach (TrustReport report in Standings.WorstFirst(run))
        {
            string counts = string.Concat(columns.Select(column => Words.Text($" {Standings.In(run, report, column).Count} |")));
            writer.Write($"| {Text(report.Subject)} | {Words.Verdict(Standings.Trust(run, report))} |{counts}\n");
        }
    }

    private static void WriteCause(TrustRun run, TrustReport report, Cause cause, TextWriter writer, string? sourceRoot)
    {
        CheckResult result = cause.Result;
        Standing standing = Standings.Of(run, report, result);
        writer.Write(
            $"- {Words.Sign(standing)} **{Text(result.Looked(report.Subject))}**: [{Text(result.Title)}]({Words.Page(result.CheckId)}) "
                + $"({Code(result.CheckId)})\n");
        IReadOnlyList<FindingGroup> groups = FindingGroup.Of(result.OwnFindings);
        foreach (FindingGroup group in groups.Take(MostFindings))
        {
            string place = group.First.Source is { } source
                ? $" — {Code((source with { File = SourcePath.Relative(source.File, sourceRoot) ?? source.File }).ToString())}"
                : "";
            string others = group.OfOthers() is { } of ? $"; {Text(of)}" : "";
            writer.Write($"  - {Text(group.First.What)}{others}{place}\n");
        }

        string?[] notes =
        [
            groups.Count > MostFindings ? Words.Text($"and {groups.Count - MostFindings} more") : null,
            cause.Following(),
            result.Remedy is null ? null : $"To mend it: {result.Remedy}",
        ];
        foreach (string note in notes.OfType<string>())
        {
            writer.Write($"  - {Text(note)}\n");
        }

        foreach (string answer in Words.Answers(result))
        {
            (string words, string line) = (answer[..(answer.IndexOf(": ", StringComparison.Ordinal) + 2)],
                answer[(answer.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            writer.Write($"  - {Text(words)}{Code(line)}\n");
        }
    }

    /// <summary>Words of the user's code, without a meaning in Markdown or HTML.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder();
        foreach (char letter in Printable.Text(text).Replace('\n', ' '))
        {
            escaped.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '#' or '~' => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>A line of code, with as many marks around it as it takes.</summary>
    private static string Code(string text)
    {
        string line = Printable.Text(text).Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal);
        string mark = "`";
        while (line.Contains(mark, StringComparison.Ordinal))
        {
            mark += "`";
        }

        return mark.Length == 1 ? $"`{line}`" : $"{mark} {line} {mark}";
    }
}
