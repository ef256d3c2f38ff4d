using Spectre.Console;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Display;

/// <summary>What is told at the end: each failure with its evidence and how to repeat it, what is not proven, and the verdict.</summary>
internal sealed class Summary(
    IAnsiConsole console, TrustRun run, Judgement judgement, RepeatCommand repeat, IReadOnlyList<SubjectOutcome> outcomes)
{
    /// <summary>Tells it.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="isVerbose">Whether all results are told.</param>
    public void Write(int exitCode, bool isVerbose)
    {
        foreach (Severity severity in new[] { Severity.Error, Severity.Question })
        {
            foreach (TrustReport report in run.Reports)
            {
                foreach (Cause cause in Cause.Of(report).Where(cause => cause.Result.Severity == severity && cause.Result.Answer is null))
                {
                    WriteFailure(report, cause);
                }
            }
        }

        foreach (TrustReport report in isVerbose ? run.Reports : [])
        {
            WriteOthers(report);
        }

        WriteBaseline();
        WriteWeaving(isVerbose);
        WriteVerdict(exitCode);
    }

    /// <summary>Tells the verdict alone.</summary>
    public void WriteVerdict(int exitCode)
    {
        console.WriteLine();
        int subjects = run.Reports.Count;
        string checkedSubjects = $"{Counted.Of(subjects, "subject")} checked in {RunLines.Seconds(run.Duration)}";
        int failed = judgement.Failures.Select(failure => failure.Report).Distinct().Count()
            + run.Reports.Count(report => report.Failure is not null);
        (string text, Style style) = exitCode switch
        {
            ExitCode.Proven when Reservations.Any() => ($"No fault found, with what was let pass:", Palette.Question),
            ExitCode.Proven => ("No fault found, and every subject has passes that were shown to be able to fail.", Palette.Good),
            ExitCode.Failed => ($"{failed} of {Counted.Of(subjects, "subject")} cannot be trusted.", Palette.Error),
            ExitCode.CannotRun => ("The checks could not be run; `torchtrust doctor` says what this machine lacks.", Palette.Error),
            ExitCode.NotProven => ("Not yet: no fault was found, but this is open:", Palette.Question),
            _ => ($"Interrupted: {outcomes.Count(outcome => outcome.IsInterrupted)} of {outcomes.Count} subjects are not done.",
                Palette.Question),
        };
        Line(text, new Style(style.Foreground, decoration: Decoration.Bold));
        foreach (string reason in exitCode is ExitCode.NotProven or ExitCode.Proven ? Reservations : [])
        {
            Line($"  {reason}", Style.Plain);
        }

        if (exitCode == ExitCode.NotProven)
        {
            Line(judgement.Questions.Any()
                ? "Mend what is asked about, or answer it as its message says; --allow-questions lets it pass."
                : "--allow-unproven lets it pass.", Palette.Dim);
        }

        Line($"{checkedSubjects}; seed {run.Reports.Select(report => report.Seed).FirstOrDefault()}", Palette.Dim);
    }

    /// <summary>What keeps a run without a fault from being proven: open questions first.</summary>
    private IEnumerable<string> Reservations =>
    [
        .. judgement.Questions.GroupBy(question => question.Report.Subject).Select(of =>
            $"{of.Key}: {(of.Count() == 1 ? "the question" : $"{of.Count()} questions")} of "
                + $"{string.Join(", ", of.Select(question => question.Result.Name))}."),
        .. judgement.Unproven,
    ];

    private void WriteFailure(TrustReport report, Cause cause)
    {
        console.WriteLine();
        Lines(ResultText.Render(cause with { Result = Here(cause.Result) with { Subject = report.Subject } }));
        if (run.Known(report, cause.Result) is { } known)
        {
            Note("known: ", known.Reason);
        }

        if (outcomes.FirstOrDefault(outcome => outcome.Report == report) is { } outcome)
        {
            Terminal.Whole(console, $"    again: {repeat.Of(outcome.Subject, cause.Result.CheckId)}", Palette.Dim);
        }
    }

    /// <summary>The result with the paths of source files as one would type them here.</summary>
    private static CheckResult Here(CheckResult result) => result with
    {
        Findings = [.. result.Findings.Select(finding => finding with { Source = Here(finding.Source) })],
    };

    private static SourceLocation? Here(SourceLocation? source) =>
        source is null ? null : source with { File = UserPath.Shown(source.File) };

    private void WriteOthers(TrustReport report)
    {
        console.WriteLine();
        Line($"{report.Subject}:", Palette.Strong);
        IEnumerable<CheckResult> others = report.Results.Where(result => result.Verdict != Verdict.Failed || result.Answer is not null);
        foreach (CheckResult result in others.OrderBy(result => result.Verdict != Verdict.Inconclusive))
        {
            Lines((result with { Subject = null }).ToString());
        }
    }

    private void WriteBaseline()
    {
        KnownFailure[] mended = [.. run.MendedFailures];
        int known = run.Reports.Sum(report => report.Results.Count(result => run.Known(report, result) is not null));
        if (known > 0)
        {
            console.WriteLine();
            string words = known == 1
                ? "1 failure is known from the baseline and does"
                : $"{known} failures are known from the baseline and do";
            Line($"{words} not fail the run.", Palette.Question);
        }

        foreach (KnownFailure failure in mended)
        {
            Line(
                $"mended: {failure.Subject} {failure.CheckId} no longer fails as the baseline says; --update-baseline takes it out.",
                Palette.Good);
        }
    }

    private void WriteWeaving(bool isVerbose)
    {
        string summary = WeavingText.Short(run.Reports);
        string[] lines =
            [.. isVerbose ? WeavingText.Detailed(run.Reports) : summary.Length > 0 ? [summary] : [], .. WeavingText.Files(run.Reports)];
        if (lines.Length > 0)
        {
            console.WriteLine();
        }

        Array.ForEach(lines, line => Line(line, Palette.Dim));
    }

    private void Note(string lead, string text)
    {
        var layout = new TextLayout();
        layout.Paragraph($"    {lead}", text);
        Lines(layout.ToString());
    }

    private void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Terminal.Whole(console, line, line.TrimStart() switch
            {
                ['✗', ..] => new Style(Color.Red, decoration: Decoration.Bold),
                ['!', ' ', ..] => new Style(Color.Yellow, decoration: Decoration.Bold),
                ['?', ' ', ..] => Palette.Open,
                ['✓', ..] => Palette.Good,
                ['-', ' ', ..] => Palette.Dim,
                ['m', 'o', 'r', 'e', ':', ..] => Palette.Dim,
                ['m', 'e', 'a', 'n', 't', '?', ..] => Palette.Strong,
                _ => Style.Plain,
            });
        }
    }

    private void Line(string text, Style style) => Terminal.Line(console, text, style);
}
