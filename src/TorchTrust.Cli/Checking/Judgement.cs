using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Checking;

/// <summary>What a run amounts to. What the baseline knows fails nothing.</summary>
/// <param name="run">The run.</param>
/// <param name="failOn">The least severity that fails it.</param>
internal sealed class Judgement(TrustRun run, Severity failOn)
{
    /// <summary>The failures that fail the run, each with its report.</summary>
    public IEnumerable<(TrustReport Report, CheckResult Result)> Failures =>
        from report in run.Reports
        from result in report.Results
        where result.Verdict == Verdict.Failed && result.Severity >= failOn && run.Known(report, result) is null
        select (report, result);

    /// <summary>Why nothing that failed is not yet a proof: one sentence for each reason.</summary>
    public IEnumerable<string> Unproven
    {
        get
        {
            foreach (TrustReport report in run.Reports.Where(report => report.Failure is null))
            {
                if (!report.Results.Any(IsProof))
                {
                    yield return $"{report.Subject}: no check passed with its power shown.";
                }

                CheckResult[] open =
                [
                    .. report.Results.Where(result => result is { Verdict: Verdict.Inconclusive, Severity: Severity.Error }),
                ];
                if (open.Length > 0)
                {
                    yield return $"{report.Subject}: {Counted.Of(open.Length, "check")} could not decide: "
                        + $"{string.Join(", ", open.Take(3).Select(result => result.CheckId))}{(open.Length > 3 ? " …" : "")}.";
                }
            }
        }
    }

    /// <summary>Whether a result shows that a fault would have been found.</summary>
    public static bool IsProof(CheckResult result) => result is { Verdict: Verdict.Passed, Power.IsShown: true };

    /// <summary>The exit code.</summary>
    /// <param name="outcomes">What came of each subject.</param>
    /// <param name="allowUnproven">Whether what is not proven is let pass.</param>
    public int ExitCode(IReadOnlyList<SubjectOutcome> outcomes, bool allowUnproven) =>
        outcomes.Any(outcome => outcome.IsInterrupted) ? Tool.ExitCode.Interrupted
        : Failures.Any() || outcomes.Any(outcome => outcome is { Report.Failure: not null, CouldNotRun: false }) ? Tool.ExitCode.Failed
        : outcomes.Any(outcome => outcome.CouldNotRun) ? Tool.ExitCode.CannotRun
        : !allowUnproven && Unproven.Any() ? Tool.ExitCode.NotProven
        : Tool.ExitCode.Proven;
}
