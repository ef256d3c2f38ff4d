using Spectre.Console;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Display;

/// <summary>What is told at the end: each failure with its evidence and how to repeat it, what is not proven, and the verdict.</summary>
internal sealed class Summary(IAnsiConsole console, TrustRun run, Judgement judgement, RepeatCommand repeat, IReadOnlyList<SubjectOutcome> outcomes)
{
    /// <summary>Tells it.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="isVerbose">Whether all results are told.</param>
    public void Write(int exitCode, bool isVerbose)
    {
        foreach (TrustReport report in run.Reports)
        {
            foreach (IGrouping<string, CheckResult> same in report.Results.Where(IsTold).GroupBy(Evidence))
            {
                WriteFailure(report, [.. same]);
            }

            if (isVerbose)
            {
                WriteOthers(report);
            }
        }

        WriteBaseline();
        WriteVerdict(exitCode);
    }

    /// <summary>Tells the verdict alone.</summary>
    public void WriteVerdict(int exitCode)
    {
        console.WriteLine();
        int subjects = run.Reports.Count;
        string checkedSubjects = $"{subjects} {(subjects == 1 ? "subject" : "subjects")} checked in {RunLines.Seconds(run.Duration)}";
        int failed = judgement.Failures.Select(failure => failure.Report).Distinct().Count() + run.Reports.Count(report => report.Failure is not null);
        (string text, Style style) = exitCode switch
        {
            ExitCode.Proven when judgement.Unproven.Any() => ($"{NoFault()}; not everything was proven.", Palette.Warning),
            ExitCode.Proven => ($"{NoFault()}, and every subject has passes that were shown to be able to fail.", Palette.Good),
            ExitCode.Failed => ($"{failed} of {subjects} {(subjects == 1 ? "subject" : "subjects")} cannot be trusted.", Palette.Error),
            ExitCode.CannotRun => ("The checks could not be run; `torchtrust doctor` says what this machine lacks.", Palette.Error),
            ExitCode.NotProven => ($"{NoFault()}, but not everything was proven (--allow-unproven accepts that).", Palette.Warning),
            _ => ($"Interrupted: {outcomes.Count(outcome => outcome.IsInterrupted)} of {outcomes.Count} subjects are not done.", Palette.Warning),
        };
        Line(text, new Style(style.Foreground, decoration: Decoration.Bold));
        foreach (string reason in exitCode is ExitCode.NotProven or ExitCode.Proven ? judgement.Unproven : [])
        {
            Line($"  {reason}", Style.Plain);
        }

        Line($"{checkedSubjects}; seed {run.Reports.Select(report => report.Seed).FirstOrDefault()}", Palette.Dim);
    }

    private string NoFault()
    {
        int warnings = run.Reports.Sum(report => report.Results.Count(result => result.Verdict == Verdict.Failed && run.Known(report, result) is null));
        return warnings switch
        {
            0 => "No fault found",
            1 => "No error found, but a warning",
            _ => $"No error found, but {warnings} warnings",
        };
    }

    private static bool IsTold(CheckResult result) => result.Verdict == Verdict.Failed;

    /// <summary>What one fault looks like to many checks: a subject that throws fails nearly all of them.</summary>
    private static string Evidence(CheckResult result) => $"{result.Severity} {string.Join('\n', result.Findings.Select(finding => finding.What))}";

    private void WriteFailure(TrustReport report, IReadOnlyList<CheckResult> same)
    {
        CheckResult first = same[0];
        console.WriteLine();
        Lines((first with { Subject = report.Subject }).ToString());
        if (same.Count > 1)
        {
            Note("also: ", $"{same.Count - 1} more {(same.Count == 2 ? "check fails" : "checks fail")} on the same: {string.Join(", ", same.Skip(1).Select(result => result.CheckId))}");
        }

        if (run.Known(report, first) is { } known)
        {
            Note("known: ", known.Reason);
        }

        if (outcomes.FirstOrDefault(outcome => outcome.Report == report) is { } outcome)
        {
            Line($"    again: {repeat.Of(outcome.Subject, first.CheckId)}", Palette.Dim);
        }
    }

    private void WriteOthers(TrustReport report)
    {
        console.WriteLine();
        Line($"{report.Subject}:", Palette.Strong);
        foreach (CheckResult result in report.Results.Where(result => result.Verdict != Verdict.Failed).OrderBy(result => result.Verdict != Verdict.Inconclusive))
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
            Line($"{known} {(known == 1 ? "failure is" : "failures are")} known from the baseline and {(known == 1 ? "does" : "do")} not fail the run.", Palette.Warning);
        }

        foreach (KnownFailure failure in mended)
        {
            Line($"mended: {failure.Subject} {failure.CheckId} no longer fails as the baseline says; --update-baseline takes it out.", Palette.Good);
        }
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
            Line(line, line.TrimStart() switch
            {
                ['✗', ..] => new Style(Color.Red, decoration: Decoration.Bold),
                ['!', ' ', ..] => new Style(Color.Yellow, decoration: Decoration.Bold),
                ['?', ' ', ..] => Palette.Open,
                ['✓', ..] => Palette.Good,
                ['-', ' ', ..] => Palette.Dim,
                ['m', 'o', 'r', 'e', ':', ..] => Palette.Dim,
                _ => Style.Plain,
            });
        }
    }

    private void Line(string text, Style style) => Terminal.Line(console, text, style);
}
