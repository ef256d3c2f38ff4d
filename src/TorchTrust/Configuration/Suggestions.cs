namespace TorchTrust.Configuration;

/// <summary>What somebody may have meant.</summary>
internal static class Suggestions
{
    /// <summary>"Did you mean …? " with the nearest name; empty if none is near.</summary>
    /// <param name="unknown">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string Nearest(string unknown, IEnumerable<string> known)
    {
        (string? name, int distance) = known.Select(name => (name, Distance(unknown.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(pair => pair.Item2)
            .FirstOrDefault();
        return name is not null && distance <= Math.Max(2, unknown.Length / 3) ? $"Did you mean {name}? " : "";
    }

    /// <summary>The edit distance of Levenshtein.</summary>
    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[^1];
    }
}
