namespace TorchTrust.Reporting;

/// <summary>Where each result of a run stands.</summary>
internal static class Standings
{
    /// <summary>How a result stands.</summary>
    public static Standing Of(TrustRun run, TrustReport report, CheckResult result) => result switch
    {
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

    /// <summary>The failures of a report, the worst first.</summary>
    public static IReadOnlyList<CheckResult> Failures(TrustRun run, TrustReport report) =>
        [.. report.Results.Where(result => result.Verdict == Verdict.Failed).OrderBy(result => Of(run, report, result))];

    /// <summary>The reports with the worst first; among equals the order of the run.</summary>
    public static IReadOnlyList<TrustReport> WorstFirst(TrustRun run) => [.. run.Reports.OrderBy(report => Trust(run, report))];

    /// <summary>How far a subject can be trusted.</summary>
    public static Trustworthiness Trust(TrustRun run, TrustReport report) => report switch
    {
        { Failure: not null } => Trustworthiness.NotOpened,
        _ when In(run, report, Standing.Failed).Count > 0 => Trustworthiness.Faulty,
        _ when !report.Results.Any(result => result is { Verdict: Verdict.Passed, Power.IsShown: true }) => Trustworthiness.NotShown,
        _ when In(run, report, Standing.Question).Count + In(run, report, Standing.Known).Count > 0 => Trustworthiness.Asked,
        _ => Trustworthiness.NoFault,
    };
}
