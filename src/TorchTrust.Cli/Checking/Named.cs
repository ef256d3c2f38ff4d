namespace TorchTrust.Cli.Checking;

/// <summary>Names of subjects that tell them apart: two of one model bear the name of its class.</summary>
internal static class Named
{
    /// <summary>Adds to each name that occurs twice the member that gives the subject.</summary>
    public static IReadOnlyList<SubjectOutcome> Apart(IReadOnlyList<SubjectOutcome> outcomes)
    {
        HashSet<string> twice =
        [
            .. outcomes.Where(outcome => outcome.Report is not null)
                .GroupBy(outcome => outcome.Report!.Subject)
                .Where(same => same.Count() > 1)
                .Select(same => same.Key),
        ];
        return
        [
            .. outcomes.Select(outcome => outcome.Report is { } report && twice.Contains(report.Subject) ? Renamed(outcome, report) : outcome),
        ];
    }

    private static SubjectOutcome Renamed(SubjectOutcome outcome, TrustReport report)
    {
        string name = $"{report.Subject} in {outcome.Subject.ShortName}";
        return outcome with
        {
            Report = report with { Subject = name, Results = [.. report.Results.Select(result => result with { Subject = name })] },
        };
    }
}
