using System.Globalization;

namespace TorchTrust;

/// <summary>
/// Plain text of a report: the verdict, failures first, then what was not decided, then what passed, then what was skipped.
/// </summary>
internal static class ReportText
{
    /// <summary>Renders a report in at most 80 columns.</summary>
    public static string Render(TrustReport report)
    {
        var text = new TextLayout();
        text.Paragraph("", $"{report.Subject}: {Verdict(report)}{BeyondBudget(report)}");
        if (report.Failure is not null)
        {
            text.Paragraph("✗ ", report.Failure);
        }

        text.Paragraph("", Totals(report));
        foreach (Cause cause in Cause.Of(report).Where(cause => cause.Result.Answer is null))
        {
            text.Space();
            ResultText.Write(text, cause.Result with { Subject = null }, cause.Following());
            if (report.Known(cause.Result) is { } known)
            {
                text.Paragraph("    known: ", known.Reason);
            }
        }

        Section(text, report.Results.Where(result => result.Answer is not null), spaced: true);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Inconclusive), spaced: false);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Passed), spaced: false);
        Section(text, report.Results.Where(result => result.Verdict == TorchTrust.Verdict.Skipped), spaced: false);
        text.Space();
        text.Paragraph("", Closing(report));
        text.Paragraph("", WeavingText.Short(report));
        foreach (string line in WeavingText.Files(report))
        {
            text.Paragraph("", line);
        }

        return text.ToString();
    }

    /// <summary>How often the subject was built, how long it took, and what it was run on.</summary>
    private static string Closing(TrustReport report)
    {
        string builds = report.Builds == 1 ? "built once" : string.Create(CultureInfo.InvariantCulture, $"built {report.Builds} times");
        string duration = string.Create(CultureInfo.InvariantCulture, $"{report.Duration.TotalSeconds:0.0} s");
        builds += Reads(report);
        return report.Environment is not { } environment ? $"{builds}; {duration}" : string.Create(
            CultureInfo.InvariantCulture,
            $"{builds}; {duration}; {environment.OperatingSystem}, {environment.Processor}, {environment.Runtime}, TorchSharp "
                + $"{environment.TorchSharp}, "
                + $"TorchTrust {environment.TorchTrust}, {environment.Threads} "
                + $"{(environment.Threads == 1 ? "thread" : "threads")}{(environment.Device is null ? "" : $", on {environment.Device}")}");
    }

    /// <summary>What was read of a data set.</summary>
    private static string Reads(TrustReport report) => report.Passes is { Items: > 0 } read
        ? string.Create(CultureInfo.InvariantCulture, $"; {read.Items:#,0} items read")
            + (read.Batches > 0 ? string.Create(CultureInfo.InvariantCulture, $", {read.Batches:#,0} batches loaded") : "")
        : "";

    private static string Verdict(TrustReport report) => report switch
    {
        { Standing: ReportStanding.Faulty } => "cannot be trusted",
        { Failure: not null } => "could not be opened",
        { Standing: ReportStanding.Proven, Kind: WatchedRun.Kind } => "nothing was found in what was seen",
        { Standing: ReportStanding.Open } => $"not proven: {string.Join("; ", report.Open)}",
        _ => "no fault found, and each pass below could have been a failure where it says so",
    };

    /// <summary>What was left out belongs where the verdict is read.</summary>
    private static string BeyondBudget(TrustReport report) => report.Results.Sum(result => result.Power?.BeyondBudgetAt.Count ?? 0) is > 0
        and var places
        ? string.Create(
            CultureInfo.InvariantCulture, $"; proofs left out {places} {(places == 1 ? "place" : "places")}, since their time was spent")
        : "";

    private static string Totals(TrustReport report)
    {
        int Count(Verdict verdict) => report.Results.Count(result => result.Verdict == verdict);
        int questions = report.Questions.Count();
        int proven = report.Results.Count(result => result is { Verdict: TorchTrust.Verdict.Passed, Power.IsShown: true });
        (int Count, string Text)[] others =
        [
            (report.Results.Count(result => result.ExplainedBy is not null), "following from another"),
            (report.Results.Count(result => result.Answer is not null), "answered"),
            (report.Results.Count(result => report.Known(result) is not null), "known"),
        ];
        string[] parts =
        [
            $"{report.Errors.Count()} failed",
            $"{questions} {(questions == 1 ? "question" : "questions")}",
            .. others.Where(other => other.Count > 0).Select(other => $"{other.Count} {other.Text}"),
            $"{Count(TorchTrust.Verdict.Inconclusive)} inconclusive",
            $"{Count(TorchTrust.Verdict.Passed)} passed ({proven} with power shown)",
            $"{Count(TorchTrust.Verdict.Skipped)} skipped",
        ];
        return $"{string.Join(", ", parts)}; seed {report.Seed}";
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
