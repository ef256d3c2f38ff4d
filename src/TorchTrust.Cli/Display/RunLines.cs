using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>The lines that stay while a run goes on: verdicts as they come, and one line for each subject that is done.</summary>
/// <param name="isVerbose">Whether passes and skipped checks are told, too.</param>
internal sealed class RunLines(bool isVerbose)
{
    private readonly ConcurrentDictionary<string, string> _failures = new();

    /// <summary>The line of a result; null if it is not told before the end.</summary>
    public Paragraph? Of(FoundSubject subject, CheckProgress progress)
    {
        if (progress.Result is not { } result
            || (!isVerbose && result is not { Verdict: Verdict.Failed, Severity: Severity.Error, ExplainedBy: null }))
        {
            return null;
        }

        (string mark, Style style) = Palette.Of(result);
        string name = result.Looked(progress.Subject.Length > 0 ? progress.Subject : subject.ShortName);
        Paragraph line = new Paragraph().Append($"  {mark} ", style).Append(result.CheckId, Style.Plain).Append($"  {name}", Palette.Dim);
        return isVerbose ? line.Append($"  {Seconds(result.Duration)}", Palette.Dim) : line;
    }

    /// <summary>The line of a subject that is done; null if its checks were never begun.</summary>
    public Paragraph? Of(SubjectOutcome outcome)
    {
        if (outcome.Report is not { } report)
        {
            return null;
        }

        if (report.Failure is { } failure)
        {
            // What is wrong with the machine is wrong for all.
            string first = _failures.GetOrAdd(failure, report.Subject);
            return new Paragraph().Append("✗ ", Palette.Error).Append(report.Subject, Palette.Strong)
                .Append("  could not be opened", Palette.Error)
                .Append(first == report.Subject ? $": {failure}" : $", as {first}", Style.Plain);
        }

        var tally = new Tally(report.Results);
        (string mark, Style style) = tally switch
        {
            { Errors: > 0 } => ("✗", Palette.Error),
            _ when outcome.IsInterrupted => ("…", Palette.Dim),
            { Questions: > 0 } => ("!", Palette.Question),
            { Proven: 0 } => ("?", Palette.Open),
            _ => ("✓", Palette.Good),
        };
        Paragraph line = new Paragraph().Append($"{mark} ", style).Append(report.Subject, Palette.Strong);
        FoundSubject subject = outcome.Subject;
        line.Append(report.Subject == subject.Member ? "  " : $" ({subject.ShortName})  ", Palette.Dim);
        foreach (CountedWord word in tally.Counted())
        {
            line.Append(word.Separator, Style.Plain).Append(word.Text, word.Style);
        }

        string gap = report.Results.Count > 0 ? "  " : "";
        return line.Append($"{gap}{Seconds(report.Duration)}{(outcome.IsInterrupted ? ", interrupted" : "")}", Palette.Dim);
    }

    /// <summary>A duration in seconds.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds < 100
        ? time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
