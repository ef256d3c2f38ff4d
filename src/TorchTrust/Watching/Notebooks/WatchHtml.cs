using System.Globalization;
using static System.Net.WebUtility;

namespace TorchTrust.Watching.Notebooks;

/// <summary>The summary of a watched training as a piece of HTML, without styles of its own: it looks as the notebook does.</summary>
internal static class WatchHtml
{
    /// <summary>Writes it.</summary>
    /// <param name="report">What is known by now.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(TrustReport report, TextWriter writer)
    {
        writer.Write($"<h4>{HtmlEncode(report.Subject)}: {HtmlEncode(Verdict(report))}</h4>");
        CheckResult[] found = [.. report.Errors.Concat(report.Questions)];
        if (found.Length > 0)
        {
            writer.Write("<table><thead><tr><th></th><th>rule</th><th>what was found</th><th>what to do</th></tr></thead><tbody>");
            foreach (CheckResult result in found)
            {
                WriteFound(result, writer);
            }

            writer.Write("</tbody></table>");
        }

        foreach (TablePicture table in report.Results.SelectMany(result => result.Pictures).OfType<TablePicture>())
        {
            WriteRows(table.Title, table.Rows, writer);
        }

        WriteRows(
            "What was decided, and what was not",
            [
                .. report.Results.Where(result => WatchedRun.IsRule(result.CheckId) && result.CheckId != WatchedRun.SeenId)
                    .Select(result => (IReadOnlyList<string>)[result.Title, Word(result)]),
            ],
            writer);
    }

    private static string Verdict(TrustReport report) => (report.Errors.Count(), report.Questions.Count()) switch
    {
        _ when report.Failure is { } failure => failure,
        (0, 0) => "nothing was found in what was seen",
        (0, 1) => "no fault, and 1 question",
        (0, var questions) => $"no fault, and {questions.ToString(CultureInfo.InvariantCulture)} questions",
        (1, _) => "1 fault",
        (var errors, _) => $"{errors.ToString(CultureInfo.InvariantCulture)} faults",
    };

    private static void WriteFound(CheckResult result, TextWriter writer)
    {
        string mark = result.Severity == Severity.Error ? "✗" : "!";
        string what = string.Join("<br>", result.Findings.Select(finding => HtmlEncode(finding.What)));
        writer.Write(
            $"<tr><td>{mark}</td><td><a "
                + $"href=\"{HtmlEncode(WatchedRun.Page(result.CheckId))}\">{HtmlEncode(result.CheckId)}</a></td><td>{what}</td>"
                + $"<td>{HtmlEncode(result.Remedy)}</td></tr>");
    }

    private static void WriteRows(string title, IReadOnlyList<IReadOnlyList<string>> rows, TextWriter writer)
    {
        writer.Write($"<details><summary>{HtmlEncode(title)}</summary><table><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            writer.Write($"<tr>{string.Concat(row.Select(cell => $"<td>{HtmlEncode(cell)}</td>"))}</tr>");
        }

        writer.Write("</tbody></table></details>");
    }

    private static string Word(CheckResult result) => result.Verdict switch
    {
        TorchTrust.Verdict.Passed => "passed",
        TorchTrust.Verdict.Failed => "found something",
        TorchTrust.Verdict.Skipped => $"does not apply: {result.Reason}",
        _ => $"not decided: {result.Reason}",
    };
}
