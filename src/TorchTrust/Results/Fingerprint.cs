using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TorchTrust;

/// <summary>The identity of a failure over many runs: the check and the places, but no number that a run could change.</summary>
internal static partial class Fingerprint
{
    private const int LongestText = 200;

    /// <summary>The fingerprint of a result.</summary>
    public static string Of(CheckResult result)
    {
        if (result.Findings.Count == 0)
        {
            return result.CheckId;
        }

        string[] places = [.. result.Findings.Select(Place).Distinct().Order(StringComparer.Ordinal)];
        string all = string.Join(", ", places);
        return all.Length <= LongestText ? $"{result.CheckId}: {all}" : $"{result.CheckId}: {Digest(places, all)}";
    }

    private static string Place(Finding finding) => (finding.Parameter ?? finding.Module) switch
    {
        null => Number().Replace(finding.What.Split('\n')[0].Trim(), "#"),
        "" => "the model itself",
        string path => path,
    };

    private static string Digest(string[] places, string all)
    {
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
        string first = places[0].Length <= LongestText ? places[0] : places[0][..LongestText];
        return string.Create(CultureInfo.InvariantCulture, $"{first} and {places.Length - 1} more, sha256 {hash[..16]}");
    }

    [GeneratedRegex(@"\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();
}
