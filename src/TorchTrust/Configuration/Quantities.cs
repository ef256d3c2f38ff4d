using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchTrust.Configuration;

/// <summary>Durations, sizes and severities as people write them.</summary>
internal static partial class Quantities
{
    /// <summary>The durations that are understood.</summary>
    public const string Durations = "a duration such as 90s, 5m or 1h";

    /// <summary>The sizes that are understood.</summary>
    public const string Sizes = "a size such as 512MB or 4GB";

    /// <summary>The severities that there are.</summary>
    public const string Severities = "error or question";

    /// <summary>The counts that are understood.</summary>
    public const string Counts = "a whole number from 1 to 1023";

    private static readonly Dictionary<string, long> _powers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["KB"] = 1L << 10,
        ["MB"] = 1L << 20,
        ["GB"] = 1L << 30,
        ["TB"] = 1L << 40,
    };

    /// <summary>A count; null for a text that is none.</summary>
    public static int? Count(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out int count) && count is > 0 and < 1024 ? count : null;

    /// <summary>A duration above zero; null if the text is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (DurationPattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        double value = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        double seconds = value * match.Groups[2].Value switch
        {
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            _ => 1,
        };
        return seconds is > 0 and < 30 * 86400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>A number of bytes above zero; null if the text is no size.</summary>
    public static long? Bytes(string text)
    {
        if (SizePattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        double bytes = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            * _powers[match.Groups[2].Value.Replace("i", "", StringComparison.OrdinalIgnoreCase)];
        return bytes is >= 1 and < 1L << 60 ? (long)bytes : null;
    }

    /// <summary>A severity; null if the text is none.</summary>
    public static Severity? Severity(string text) => text switch
    {
        "error" => TorchTrust.Severity.Error,
        "question" => TorchTrust.Severity.Question,
        _ => null,
    };

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h)$")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,3})?) ?([KMGT]i?B)$", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
