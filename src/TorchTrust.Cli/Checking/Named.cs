using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Checking;

/// <summary>Names of subjects that tell them apart, by as much of their namespaces as it takes.</summary>
internal static class Named
{
    /// <summary>
    /// Gives subjects of one name the namespaces of their classes, and where that is the same too, the member that gives the
    /// subject.
    /// </summary>
    public static IReadOnlyList<SubjectOutcome> Apart(IReadOnlyList<SubjectOutcome> outcomes)
    {
        ILookup<string, string?> types = outcomes.Select(outcome => outcome.Report).OfType<TrustReport>()
            .ToLookup(report => report.Subject, report => report.TypeName);
        SubjectOutcome[] qualified = [.. outcomes.Select(outcome => outcome.Report is { TypeName: { } type } report
            ? Renamed(outcome, report, Qualified(type, report.Subject, [.. types[report.Subject].OfType<string>().Distinct()]))
            : outcome)];
        HashSet<string> twice =
        [
            .. qualified.Select(outcome => outcome.Report?.Subject).OfType<string>()
                .GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key),
        ];
        return
        [
            .. qualified.Select(outcome => outcome.Report is { } report && twice.Contains(report.Subject)
                ? Renamed(outcome, report, $"{report.Subject} in {outcome.Subject.ShortName}")
                : outcome),
        ];
    }

    /// <summary>Gives what was found the shortest names that tell it apart.</summary>
    public static IReadOnlyList<FoundSubject> Apart(IReadOnlyList<FoundSubject> found)
    {
        IReadOnlyList<string> names = DistinctNames.Of([.. found.Select(subject => subject.FullName)], parts: 2);
        return [.. found.Select((subject, index) => subject with { ShortName = names[index] })];
    }

    private static string Qualified(string type, string name, string[] types) =>
        types.Length == 1 ? name : DistinctNames.Of(types)[Array.IndexOf(types, type)];

    private static SubjectOutcome Renamed(SubjectOutcome outcome, TrustReport report, string name) => name == report.Subject
        ? outcome
        : outcome with
        {
            Report = report with { Subject = name, Results = [.. report.Results.Select(result => result with { Subject = name })] },
        };
}
