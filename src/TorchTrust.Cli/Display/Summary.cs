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
                foreach (IGrouping<string, CheckResult> same in report.Results
                    .Where(result => result.Verdict == Verdict.Failed && result.Severity == severity)
                    .GroupBy(Evidence))
                {
                    WriteFailure(report, [.. same]);
                }
            }
        }

        foreach (TrustReport report in isVerbose ? run.Reports : [])
        {
            WriteOthers(report);
        }

        WriteBaseline();
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
            ExitCode.Proven when judgement.Unproven.Any() => ($"{NoFault()}; not everything was proven.", Palette.Question),
            ExitCode.Proven => ($"{NoFault()}, and every subject has passes that were shown to be able to fail.", Palette.Good),
            ExitCode.Failed => ($"{failed} of {Counted.Of(subjects, "subject")} cannot be trusted.", Palette.Error),
            ExitCode.CannotRun => ("The checks could not be run; `torchtrust doctor` says what this machine lacks.", Palette.Error),
            ExitCode.NotProven => ($"{NoFault()}, but not everything was proven (--allow-unproven accepts that).", Palette.Question),
            _ => ($"Interrupted: {outcomes.Count(outcome => outcome.IsInterrupted)} of {outcomes.Count} subjects are not done.", Palette.Question),
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
        int questions = run.Reports.Sum(report =>
            report.Results.Count(result => result.Verdict == Verdict.Failed && run.Known(report, result) is null));
        return questions switch
        {
            0 => "No fault found",
            1 => "No error found, but a question",
            _ => $"No error found, but {questions} questions",
        };
    }

    /// <summary>What one fault looks like to many checks: a subject that throws fails nearly all of them.</summary>
    private static string Evidence(CheckResult result) => string.Join('\n', result.Findings.Select(finding => finding.What));

    private void WriteFailure(TrustReport report, IReadOnlyList<CheckResult> same)
    {
        CheckResult first = same[0];
        console.WriteLine();
        Lines((Here(first) with { Subject = report.Subject }).ToString());
        if (same.Count > 1)
        {
            string others = string.Join(", ", same.Skip(1).Select(result => result.CheckId));
            Note("also: ", $"{same.Count - 1} more {(same.Count == 2 ? "check fails" : "checks fail")} on the same: {others}");
        }

        if (run.Known(report, first) is { } known)
        {
            Note("known: ", known.Reason);
        }

        if (outcomes.FirstOrDefault(outcome => outcome.Report == report) is { } outcome)
        {
            Terminal.Whole(console, $"    again: {repeat.Of(outcome.Subject, first.CheckId)}", Palette.Dim);
        }
    }

    /// <summary>The result with the paths of source files as one would type them here.</summary>
    private static CheckResult Here(CheckResult result) => result with
    {
        Findings = [.. result.Findings.Select(finding => finding with { Source = Here(finding.Source) })],
    };

    private static SourceLocation? Here(SourceLocation? source) => source is null ? null : source with { File = UserPath.Shown(source.File) };

    private void WriteOthers(TrustReport report)
    {
        console.WriteLine();
        Line($"{report.Subject}:", Palette.Strong);
        IEnumerable<CheckResult> others = report.Results.Where(result => result.Verdict != Verdict.Failed);
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
            string words = known == 1 ? "1 failure is known from the baseline and does" : $"{known} failures are known from the baseline and do";
            Line($"{words} not fail the run.", Palette.Question);
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
            Terminal.Whole(console, line, line.TrimStart() switch
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
