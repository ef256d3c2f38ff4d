using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Runs one check on a loop, and demands that all it says is what is approved for the test.</summary>
internal static partial class LoopTest
{
    /// <summary>Runs the check of an id.</summary>
    /// <param name="checkId">The id.</param>
    /// <param name="subject">The loop.</param>
    /// <param name="what">Tells several calls of one test apart, and the rows of a theory.</param>
    /// <param name="test">The test.</param>
    public static CheckResult Run(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesPower = false }, what, test);

    /// <summary>The same, with its proof of power at all places.</summary>
    /// <inheritdoc cref="Run"/>
    public static CheckResult Prove(string checkId, Subject subject, string what = "", [CallerMemberName] string test = "") =>
        Approve(checkId, subject, new TrustOptions { ProvesEverywhere = true, ProofShare = 1 }, what, test);

    private static CheckResult Approve(string checkId, Subject subject, TrustOptions options, string what, string test)
    {
        CheckResult result = Assert.Single(Trust.Check(subject, options with { Checks = [checkId], IsHost = true }).Results);
        string file = what.Length == 0 ? $"{test}.txt" : $"{test}-{NoName().Replace(what, "-")}.txt";
        Approved.Demand(Text(result), "Training", "Checks", "Messages", checkId, file);
        return result;
    }

    /// <summary>All that it says; digits that are the machine's are left out.</summary>
    public static string Text(CheckResult result) => Digits().Replace(Messages.WithoutLines(string.Join('\n', Lines(result))), "#");

    private static IEnumerable<string> Lines(CheckResult result) =>
    [
        $"{result.Verdict} {result.Severity} {result.CheckId}: {result.Title}",
        .. Line("reason", result.Reason),
        .. result.Findings.SelectMany(finding => (string[])[$"- {finding.What}", $"  {Evidence(finding)}"]),
        .. Line("why", result.Why),
        .. Line("mend", result.Remedy),
        .. Line("answer", result.Declaration),
        .. result.Power?.Mutants.Select(mutant => $"{mutant.Outcome}: {mutant.Mutant} at {Place(mutant.Site)}{(mutant.Detail is null ? "" : $" ({mutant.Detail})")}") ?? [],
    ];

    private static IEnumerable<string> Line(string name, string? text) => text is null ? [] : [$"{name}: {text}"];

    /// <summary>Where, and the names of the numbers; whole ones are counts, which no machine changes.</summary>
    private static string Evidence(Finding finding) => string.Join(
        "; ",
        (string[])
        [
            .. Line("module", finding.Module), .. Line("parameter", finding.Parameter),
            .. Line("sample", finding.Sample?.ToString(CultureInfo.InvariantCulture)),
            .. Line("line", finding.Source?.ToString()), .. Line("throws", finding.Throws), .. Line("member", finding.Member),
            .. Line("answered", finding.Answer),
            .. finding.Numbers.Select(number => $"{number.Key} {(double.IsInteger(number.Value) ? number.Value.ToString("r", CultureInfo.InvariantCulture) : "#")}"),
        ]);

    private static string Place(string site) => site.Length == 0 ? "the loop" : site;

    /// <summary>Numbers with a fraction or an exponent, and addresses.</summary>
    [GeneratedRegex(@"-?\d+\.\d+(?:e[+-]?\d+)?|-?\d+e[+-]?\d+|(?<=')\d{9,}(?=')")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[^\w]+")]
    private static partial Regex NoName();
}
