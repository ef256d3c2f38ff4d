using System.Globalization;

namespace TorchTrust;

/// <summary>Plain text of a report: the verdict, failures first, then what was not decided, then what passed, then what was skipped.</summary>
internal static class ReportText
{
    /// <summary>Renders a report in at most 80 columns.</summary>
    public static string Render(TrustReport report)
    {
        var text = new TextLayout();
        text.Paragraph("", $"{report.Subject}: {Verdict(report)}");
        if (report.Failure is not null)
        {
            text.Paragraph("✗ ", report.Failure);
        }

        text.Paragraph("", Totals(report));
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Failed).OrderByDescending(result => result.Severity), spaced: true);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Inconclusive), spaced: false);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Passed), spaced: false);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Skipped), spaced: false);
        text.Space();
        text.Paragraph("", Closing(report));
        return text.ToString();
    }

    /// <summary>How often the subject was built, how long it took, and what it was run on.</summary>
    private static string Closing(TrustReport report)
    {
        string builds = report.Builds == 1 ? "built once" : string.Create(CultureInfo.InvariantCulture, $"built {report.Builds} times");
        string duration = string.Create(CultureInfo.InvariantCulture, $"{report.Duration.TotalSeconds:0.0} s");
        return report.Environment is not { } environment ? $"{builds}; {duration}" : string.Create(
            CultureInfo.InvariantCulture,
            $"{builds}; {duration}; {environment.OperatingSystem}, {environment.Processor}, {environment.Runtime}, TorchSharp {environment.TorchSharp}, "
                + $"TorchTrust {environment.TorchTrust}, {environment.Threads} {(environment.Threads == 1 ? "thread" : "threads")}{(environment.Device is null ? "" : $", on {environment.Device}")}");
    }

    private static string Verdict(TrustReport report) => report switch
    {
        { Failure: not null } => "could not be opened",
        _ when report.Errors.Any() => "cannot be trusted",
        { IsProven: false } => "nothing was proven",
        _ when report.Results.Any(result => result.Verdict == TorchTrust.Verdict.Failed) => "no fault found, with warnings",
        _ => "no fault found, and each pass below could have been a failure where it says so",
    };

    private static string Totals(TrustReport report)
    {
        int Count(Verdict verdict) => report.Results.Count(result => result.Verdict == verdict);
        int errors = report.Errors.Count();
        int proven = report.Results.Count(result => result is { Verdict: TorchTrust.Verdict.Passed, Power.IsShown: true });
        return $"{errors} failed, {Count(TorchTrust.Verdict.Failed) - errors} warnings, {Count(TorchTrust.Verdict.Inconclusive)} inconclusive, "
            + $"{Count(TorchTrust.Verdict.Passed)} passed ({proven} with power shown), {Count(TorchTrust.Verdict.Skipped)} skipped; seed {report.Seed}";
    }

    private static void Section(TextLayout text, IEnumerable<CheckResult> results, bool spaced)
    {
        bool isFirst = true;
        foreach (CheckResult result in results)
        {
            if (spaced || isFirst)
            {
                text.Space();
            }

            ResultText.Write(text, result with { Subject = null });
            isFirst = false;
        }
    }
}
