using System.Text.RegularExpressions;

namespace TorchTrust;

/// <summary>Findings of one result that say the same of several places: told once, with a count.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Others">The others.</param>
internal sealed partial record FindingGroup(Finding First, IReadOnlyList<Finding> Others)
{
    private const int MostPlaces = 8;

    /// <summary>How many findings it stands for.</summary>
    public int Count => Others.Count + 1;

    /// <summary>Puts together what says the same but for the place and for numbers, in the order of the first of each.</summary>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(Sentence).Select(same => new FindingGroup(same.First(), [.. same.Skip(1)])),
    ];

    /// <summary>Of what else the same holds; null if it is told of one place alone.</summary>
    public string? OfOthers()
    {
        if (Others.Count == 0)
        {
            return null;
        }

        string[] places = [.. Others.Select(finding => finding.Place).OfType<string>().Distinct().Where(place => place != First.Place)];
        string names = string.Join(", ", places.Take(MostPlaces).Select(place => place.Length == 0 ? "the subject itself" : place));
        return places.Length < Others.Count
            ? FormattableString.Invariant($"and {Others.Count} more of the kind")
            : FormattableString.Invariant($"the same of {Others.Count} more: {names}{(places.Length > MostPlaces ? ", …" : "")}");
    }

    private static string Sentence(Finding finding)
    {
        string sentence = finding.Place is { Length: > 0 } place
            ? Described().Replace(finding.What.Replace(place, "•", StringComparison.Ordinal), "•")
            : finding.What;
        return Number().Replace(sentence, "#");
    }

    /// <summary>The place with what stands there, such as <c>encoder.conv (Conv2d)</c>.</summary>
    [GeneratedRegex(@"•(\.\w+)* \([^()]*(\[[^\]]*\])?\)")]
    private static partial Regex Described();

    /// <summary>A number that is no part of a name.</summary>
    [GeneratedRegex(@"(?<![\w.\[])\d+(\.\d+)?([eE][-+]?\d+)?(?![\w\]])")]
    private static partial Regex Number();
}
