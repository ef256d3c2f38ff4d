namespace TorchTrust;

/// <summary>Tells names apart by as much of their namespaces as it takes.</summary>
internal static class DistinctNames
{
    /// <summary>For each full name its shortest end that no other full name has; the same for names that are equal.</summary>
    /// <param name="fullNames">Names with their namespaces, such as <c>Shop.Models.Net</c>.</param>
    /// <param name="parts">How many parts a name has at least.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> fullNames, int parts = 1)
    {
        string[][] split = [.. fullNames.Select(name => name.Split('.', '+'))];
        return [.. split.Select(name =>
        {
            int length = Math.Min(parts, name.Length);
            while (length < name.Length
                && split.Any(other => !other.SequenceEqual(name) && End(other, length).SequenceEqual(End(name, length))))
            {
                length++;
            }

            return string.Join(".", (IEnumerable<string>)End(name, length));
        })];
    }

    /// <summary>Whether a name is what <see cref="Of"/> may have made of a full name.</summary>
    public static bool IsEnd(string name, string fullName) =>
        fullName == name || fullName.Replace('+', '.').EndsWith($".{name}", StringComparison.Ordinal);

    private static ArraySegment<string> End(string[] name, int length) =>
        new(name, name.Length - Math.Min(length, name.Length), Math.Min(length, name.Length));
}
