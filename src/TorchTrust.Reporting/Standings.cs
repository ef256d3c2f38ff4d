namespace TorchTrust.Reporting;

/// <summary>Where each result of a run stands.</summary>
internal static class Standings
{
    /// <summary>How a result stands.</summary>
    public static Standing Of(TrustRun run, TrustReport report, CheckResult result) => result switch
    {
        { ExplainedBy: not null } => Standing.Following,
        { Answer: not null } => Standing.Answered,
        { Verdict: Verdict.Failed } when run.Known(report, result) is not null => Standing.Known,
        { Verdict: Verdict.Failed, Severity: Severity.Error } => Standing.Failed,
        { Verdict: Verdict.Failed } => Standing.Question,
        { Verdict: Verdict.Inconclusive } => Standing.Inconclusive,
        { Verdict: Verdict.Passed } => Standing.Passed,
        _ => Standing.Skipped,
    };

    /// <summary>The results of a report that stand in one way, in the order of the catalogue.</summary>
    public static IReadOnlyList<CheckResult> In(TrustRun run, TrustReport report, Standing standing) =>
        [.. report.Results.Where(result => Of(run, report, result) == standing)];

    /// <summary>The failures of a report that stand for themselves, the worst first, each with what follows from it.</summary>
    public static IReadOnlyList<Cause> Causes(TrustRun run, TrustReport report) =>
        [.. Cause.Of(report).OrderBy(cause => Of(run, report, cause.Result))];

    /// <summary>The reports with the worst first; among equals the order of the run.</summary>
    public static IReadOnlyList<TrustReport> WorstFirst(TrustRun run) => [.. run.Reports.OrderBy(report => Trust(run, report))];

    /// <summary>How far a subject can be trusted.</summary>
    public static Trustworthiness Trust(TrustRun run, TrustReport report) => report switch
    {
        { Failure: not null } => Trustworthiness.NotOpened,
        _ when In(run, report, Standing.Failed).Count > 0 => Trustworthiness.Faulty,
        _ when In(run, report, Standing.Question).Count > 0 => Trustworthiness.Asked,
        _ when report.Kind == WatchedRun.Kind => report.Results.Any(
            result => result.Verdict == Verdict.Passed && result.CheckId != WatchedRun.SeenId)
            ? Trustworthiness.NoFault
            : Trustworthiness.NotShown,
        _ when !report.Results.Any(result => result is { Verdict: Verdict.Passed, Power.IsShown: true }) => Trustworthiness.NotShown,
        _ => Trustworthiness.NoFault,
    };
}
