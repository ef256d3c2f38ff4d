using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchTrust.Tests.Checks;

/// <summary>
/// All that a result says, as a text to be approved: verdict, reason, findings with their places and numbers, words, what became of
/// each mutant, and pictures. Digits that are the machine's are left out.
/// </summary>
internal static partial class WholeText
{
    /// <summary>The text of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="whole">What the whole subject is called.</param>
    public static string Of(CheckResult result, string whole) =>
        Digits().Replace(Messages.WithoutLines(string.Join('\n', Lines(result, whole))), "#");

    private static IEnumerable<string> Lines(CheckResult result, string whole) =>
    [
        $"{result.Verdict} {result.Severity} {result.CheckId}: {result.Title}",
        .. Line("reason", result.Reason),
        .. result.Findings.SelectMany(finding => (string[])[$"- {finding.What}", $"  {Evidence(finding)}"]),
        .. Line("why", result.Why),
        .. Line("mend", result.Remedy),
        .. Line("answer", result.Declaration),
        .. result.Power?.Mutants.Select(mutant =>
            $"{mutant.Outcome}: {mutant.Mutant} at {Place(mutant.Site, whole)}{(mutant.Detail is null ? "" : $" ({mutant.Detail})")}")
            ?? [],
        .. result.Pictures.SelectMany(Lines),
    ];

    /// <summary>What a picture shows of which place; how large it is differs from machine to machine.</summary>
    private static IEnumerable<string> Lines(Picture picture) =>
    [
        $"picture: {picture.GetType().Name}, {picture.Title}",
        .. picture.Caption is null ? Array.Empty<string>() : [$"  {picture.Caption}"],
        .. picture is BarPicture bars ? bars.Bars.Select(bar => $"  {bar.Label}{(bar.IsCulprit ? " !" : "")}") : [],
    ];

    private static IEnumerable<string> Line(string name, string? text) => text is null ? [] : [$"{name}: {text}"];

    /// <summary>Where, and the names of the numbers; whole ones are counts, which no machine changes.</summary>
    private static string Evidence(Finding finding) => string.Join(
        "; ",
        (string[])
        [
            .. Line("module", finding.Module), .. Line("parameter", finding.Parameter),
            .. Line("sample", finding.Sample?.ToString(CultureInfo.InvariantCulture)),
            .. Line("dimension", finding.Dimension?.ToString(CultureInfo.InvariantCulture)),
            .. Line("line", finding.Source?.ToString()), .. Line("throws", finding.Throws), .. Line("member", finding.Member),
            .. Line("answered", finding.Answer),
            .. finding.Numbers.Select(number =>
                $"{number.Key} {(double.IsInteger(number.Value) ? number.Value.ToString("r", CultureInfo.InvariantCulture) : "#")}"),
        ]);

    private static string Place(string site, string whole) => site.Length == 0 ? whole : site;

    /// <summary>Numbers with a fraction or an exponent, and addresses.</summary>
    [GeneratedRegex(@"-?\d+\.\d+(?:e[+-]?\d+)?|-?\d+e[+-]?\d+|(?<=')\d{9,}(?=')")]
    private static partial Regex Digits();
}
