using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Checking;

/// <summary>
/// What a run amounts to. What the baseline knows, what is answered at its place and what follows from something else fails
/// nothing.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="failOn">The least severity that fails it.</param>
internal sealed class Judgement(TrustRun run, Severity failOn)
{
    /// <summary>The failures that fail the run, each with its report.</summary>
    public IEnumerable<(TrustReport Report, CheckResult Result)> Failures => Standing.Where(failure => failure.Result.Severity >= failOn);

    /// <summary>The questions that are open and fail nothing, each with its report.</summary>
    public IEnumerable<(TrustReport Report, CheckResult Result)> Questions => Standing.Where(failure => failure.Result.Severity < failOn);

    /// <summary>Why nothing that failed is not yet a proof, questions apart: one sentence for each reason.</summary>
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

                CheckResult[] undecided = [.. report.Results.Where(result => result.IsUndecided)];
                if (undecided.Length > 0)
                {
                    yield return $"{report.Subject}: {Counted.Of(undecided.Length, "check")} could not decide: "
                        + $"{string.Join(", ", undecided.Take(3).Select(result => result.Name))}{(undecided.Length > 3 ? " …" : "")}.";
                }
            }
        }
    }

    private IEnumerable<(TrustReport Report, CheckResult Result)> Standing =>
        from report in run.Reports
        from result in report.Results
        where result is { Verdict: Verdict.Failed, ExplainedBy: null, Answer: null } && run.Known(report, result) is null
        select (report, result);

    /// <summary>Whether a result shows that a fault would have been found.</summary>
    public static bool IsProof(CheckResult result) => result is { Verdict: Verdict.Passed, Power.IsShown: true };

    /// <summary>The exit code.</summary>
    /// <param name="outcomes">What came of each subject.</param>
    /// <param name="allowUnproven">Whether what is not proven is let pass.</param>
    /// <param name="allowQuestions">Whether open questions are let pass.</param>
    public int ExitCode(IReadOnlyList<SubjectOutcome> outcomes, bool allowUnproven, bool allowQuestions) =>
        outcomes.Any(outcome => outcome.IsInterrupted) ? Tool.ExitCode.Interrupted
        : Failures.Any() || outcomes.Any(outcome => outcome is { Report.Failure: not null, CouldNotRun: false }) ? Tool.ExitCode.Failed
        : outcomes.Any(outcome => outcome.CouldNotRun) ? Tool.ExitCode.CannotRun
        : (!allowUnproven && Unproven.Any()) || (!allowQuestions && Questions.Any()) ? Tool.ExitCode.NotProven
        : Tool.ExitCode.Proven;
}
