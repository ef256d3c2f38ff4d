namespace TorchTrust;

/// <summary>A failure that stands for itself, with what follows from it in other checks: told once, and mended once.</summary>
/// <param name="Result">The failure.</param>
/// <param name="Consequences">The results of other checks in which something follows from it, in the order of the report.</param>
internal sealed record Cause(CheckResult Result, IReadOnlyList<CheckResult> Consequences)
{
    private const int MostChecks = 5;

    /// <summary>How many findings of other checks follow from it.</summary>
    public int FollowingFindings => Consequences.Sum(result => result.Findings.Count(finding => finding.ExplainedBy == Result.Name));

    /// <summary>The failures of a report that stand for themselves, errors before questions, each in the order of the catalogue.</summary>
    public static IReadOnlyList<Cause> Of(TrustReport report) =>
    [
        .. report.Results
            .Where(result => result is { Verdict: Verdict.Failed, ExplainedBy: null })
            .OrderByDescending(result => result.Severity)
            .Select(result => Of(report, result)),
    ];

    /// <summary>A failure of a report with what follows from it.</summary>
    public static Cause Of(TrustReport report, CheckResult result) => new(
        result, [.. report.Results.Where(other => other.Findings.Any(finding => finding.ExplainedBy == result.Name))]);

    /// <summary>What follows, in one sentence; null if nothing does.</summary>
    public string? Following()
    {
        if (Consequences.Count == 0)
        {
            return null;
        }

        string checks = string.Join(", ", Consequences.Take(MostChecks).Select(result => result.Name));
        string more = Consequences.Count > MostChecks
            ? FormattableString.Invariant($" and {Consequences.Count - MostChecks} more checks")
            : "";
        return FollowingFindings == 1
            ? $"1 finding of {checks} follows from it and goes when it is mended"
            : FormattableString.Invariant($"{FollowingFindings} findings of {checks}{more} follow from it and go when it is mended");
    }
}
