using Spectre.Console;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Tool;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Watching;

/// <summary>What is told at the end: what was found, what was seen, what it cost, and the verdict.</summary>
internal sealed class WatchSummary(IAnsiConsole console, TrustRun run, Observations seen, int exitCode, bool isQuiet)
{
    /// <summary>Tells it.</summary>
    /// <param name="code">The exit code of the tool.</param>
    public void Write(int code)
    {
        TrustReport report = run.Reports[0];
        foreach (CheckResult result in isQuiet ? [] : report.Errors.Concat(report.Questions))
        {
            console.WriteLine();
            Lines(ResultText.Render(result with { Subject = report.Subject, Findings = [.. result.Findings.Select(Here)] }));
        }

        console.WriteLine();
        foreach ((string what, string how) in isQuiet ? [] : Facts())
        {
            Terminal.Line(console, $"{what + ":",-17}{how}", Palette.Dim);
        }

        (string text, Style style) = Verdict(report, code);
        Terminal.Line(console, text, new Style(style.Foreground, decoration: Decoration.Bold));
        string weaving = WeavingText.Short(report);
        if (!isQuiet && weaving.Length > 0)
        {
            Terminal.Line(console, weaving, Palette.Dim);
        }

        foreach (string line in WeavingText.Files(report))
        {
            Terminal.Line(console, line, Palette.Dim);
        }
    }

    private (string Text, Style Style) Verdict(TrustReport report, int code)
    {
        int errors = report.Errors.Count();
        int questions = report.Questions.Count();
        string ended = exitCode == 0 ? "" : $" The program ended with {ProcessEnd.Describe(exitCode)}.";
        return report switch
        {
            { Failure: { } failure } => (failure + ended, Palette.Question),
            _ when seen.Fault is { } fault =>
                ($"Watching failed, by a fault of TorchTrust's; the program went on. Please report it: {fault}", Palette.Error),
            _ when errors > 0 && questions > 0 =>
                ($"{Counted.Of(errors, "fault")} and {Counted.Of(questions, "question")} in this training.{ended}", Palette.Error),
            _ when errors > 0 => ($"{Counted.Of(errors, "fault")} in this training.{ended}", Palette.Error),
            _ when questions > 0 => (
                $"No fault, but {Counted.Of(questions, "question")}: mend what is asked about, or answer it as its message says.{ended}",
                Palette.Question),
            _ when code == ExitCode.Interrupted => ("Interrupted. Nothing was found until then.", Palette.Question),
            _ => ($"Nothing was found in what was seen.{ended}", Palette.Good),
        };
    }

    private IEnumerable<(string What, string How)> Facts() => run.Reports[0].Results
        .Where(result => result.CheckId == WatchedRun.SeenId)
        .SelectMany(result => result.Pictures.OfType<TablePicture>())
        .SelectMany(table => table.Rows.Select(row => (row[0], row[1])));

    private static Finding Here(Finding finding) =>
        finding with { Source = finding.Source is { } source ? source with { File = UserPath.Shown(source.File) } : null };

    private void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Terminal.Whole(console, line, line.TrimStart() switch
            {
                ['✗', ..] => new Style(Color.Red, decoration: Decoration.Bold),
                ['!', ' ', ..] => new Style(Color.Yellow, decoration: Decoration.Bold),
                ['m', 'o', 'r', 'e', ':', ..] => Palette.Dim,
                ['m', 'e', 'a', 'n', 't', '?', ..] => Palette.Strong,
                _ => Style.Plain,
            });
        }
    }
}
