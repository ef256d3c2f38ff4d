using System.IO.Enumeration;

namespace TorchTrust.Configuration;

/// <summary>An answer to a question that watching a program raises: what it asks about is meant.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Place">A parameter, a module, or <c>File.cs:line</c>; <c>*</c> stands for anything.</param>
/// <param name="Reason">Why it is right, for the report.</param>
internal sealed record WatchAnswer(string Rule, string Place, string Reason)
{
    /// <summary>The result with the answers that hold for its findings.</summary>
    /// <param name="result">What a rule says.</param>
    /// <param name="answers">All answers.</param>
    public static CheckResult Answered(CheckResult result, IReadOnlyList<WatchAnswer> answers) =>
        result.Severity != Severity.Question || answers.Count == 0 ? result : result with
        {
            Findings =
            [
                .. result.Findings.Select(finding => answers.FirstOrDefault(answer =>
                    answer.Rule == result.CheckId && answer.Covers(finding)) is { } found
                    ? finding with { Answer = found.Reason }
                    : finding),
            ],
        };

    private bool Covers(Finding finding) =>
        Names(finding).Any(name => FileSystemName.MatchesSimpleExpression(Place, name, ignoreCase: true));

    private static IEnumerable<string> Names(Finding finding)
    {
        foreach (string name in new[] { finding.Parameter, finding.Module }.OfType<string>())
        {
            yield return name;
        }

        if (finding.Source is { } source)
        {
            yield return $"{source.File[(source.File.LastIndexOfAny(['/', '\\']) + 1)..]}:{source.Line}";
            yield return source.ToString();
        }

        yield return "";
    }
}
