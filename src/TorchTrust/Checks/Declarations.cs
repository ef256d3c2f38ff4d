namespace TorchTrust.Checks;

/// <summary>The lines to paste that declare what a question asks about.</summary>
internal static class Declarations
{
    private const int MostLines = 4;

    /// <summary>The declaration of a check for what was found; null if no fact says it.</summary>
    /// <param name="check">The check.</param>
    /// <param name="findings">What was found.</param>
    public static string? Of(Check check, IReadOnlyList<Finding> findings) =>
        check.Declaration is not { } declaration || !declaration.Contains(Check.Place, StringComparison.Ordinal)
            ? check.Declaration
            : Of(declaration, findings.Select(finding => finding.Place).OfType<string>());

    /// <summary>A line for each of some places, or one for all where they are many; null where there are none.</summary>
    /// <param name="declaration">The line, with <see cref="Check.Place"/> in it.</param>
    /// <param name="paths">The places.</param>
    public static string? Of(string declaration, IEnumerable<string> paths)
    {
        string[] places = [.. paths.Where(place => place.Length > 0).Distinct()];
        if (places.Length == 0)
        {
            return null;
        }

        string[] patterns = places.Length <= MostLines ? places : [$"{CommonStart(places)}*"];
        return string.Join('\n', patterns.Select(pattern => declaration.Replace(Check.Place, pattern, StringComparison.Ordinal)));
    }

    private static string CommonStart(string[] places)
    {
        string first = places[0];
        int length = Enumerable.Range(0, first.Length + 1)
            .Last(length => places.All(place => place.StartsWith(first[..length], StringComparison.Ordinal)));
        return first[..length];
    }
}
