using TorchTrust.Checks;

namespace TorchTrust.Running;

/// <summary>
/// Says of each finding which other failure of the report it follows from: what several checks say in the same words, and what
/// a check itself says that another one explains at the same place. A cause weighs as much as the heaviest that follows from it.
/// </summary>
internal static class Explanations
{
    /// <summary>The same results with what explains their findings.</summary>
    /// <param name="results">The results of a subject and its parts, in the order of the catalogue.</param>
    /// <param name="checks">The checks that there are.</param>
    public static IReadOnlyList<CheckResult> Of(IReadOnlyList<CheckResult> results, IReadOnlyList<Check> checks)
    {
        CheckResult[] failures =
            [.. results.Where(result => result.Verdict == Verdict.Failed).OrderByDescending(result => result.Severity)];
        ILookup<string, string> rules = checks
            .SelectMany(check => check.ExplainedBy.Select(cause => (check.Description.Id, Cause: cause)))
            .ToLookup(rule => rule.Id, rule => rule.Cause);
        CheckResult[] explained = [.. results.Select(result => result.Verdict != Verdict.Failed ? result : result with
        {
            Findings = [.. result.Findings.Select(finding => finding with { ExplainedBy = Root(failures, rules, result, finding) })],
        })];
        return [.. explained.Select(
            result => result.Verdict != Verdict.Failed ? result : result with { Severity = Weight(result, explained) })];
    }

    private static Severity Weight(CheckResult cause, CheckResult[] results) => results
        .Where(result => result.Findings.Any(finding => finding.ExplainedBy == cause.Name))
        .Select(result => result.Severity)
        .Append(cause.Severity)
        .Max();

    /// <summary>What a finding follows from in the end: the cause of its cause, if that has one.</summary>
    private static string? Root(CheckResult[] failures, ILookup<string, string> rules, CheckResult result, Finding finding)
    {
        HashSet<(CheckResult, Finding)> seen = [(result, finding)];
        (CheckResult Result, Finding Finding)? root = null;
        while (Cause(failures, rules, root?.Result ?? result, root?.Finding ?? finding) is { } cause && seen.Add(cause))
        {
            root = cause;
        }

        return root is { } found && found.Result != result ? found.Result.Name : null;
    }

    private static (CheckResult, Finding)? Cause(CheckResult[] failures, ILookup<string, string> rules, CheckResult result, Finding finding)
    {
        foreach (CheckResult other in failures.Where(other => rules[result.CheckId].Contains(other.CheckId)))
        {
            // What is meant explains no error.
            bool MayExplain(Finding cause) => (cause.Answer is null || other.Severity >= result.Severity)
                && IsWithin(PlaceIn(other, cause), PlaceIn(result, finding));
            if (other.Findings.FirstOrDefault(MayExplain) is { } cause)
            {
                return (other, cause);
            }
        }

        // The first that says it is the cause, and what comes after it says it again.
        CheckResult? first = failures.FirstOrDefault(other => other.Findings.Any(same => SaysTheSame(same, finding)));
        return first is null || first == result ? null : (first, first.Findings.First(same => SaysTheSame(same, finding)));
    }

    /// <summary>The place as the owner of a part would name it.</summary>
    private static string? PlaceIn(CheckResult result, Finding finding) => (result.Part, finding.Place) switch
    {
        (null, var place) => place,
        (_, null) => null,
        (var part, "") => part,
        (var part, var place) => $"{part}.{place}",
    };

    private static bool SaysTheSame(Finding one, Finding other) =>
        one.What == other.What || (one.Throws is not null && one.Throws == other.Throws);

    /// <summary>Whether a place is another one, or in it.</summary>
    private static bool IsWithin(string? around, string? place) => around is not null && place is not null && (place == around
        || place.StartsWith($"{around}.", StringComparison.Ordinal) || place.StartsWith($"{around}[", StringComparison.Ordinal));
}
