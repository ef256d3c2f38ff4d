namespace TorchTrust.Checks;

/// <summary>All checks, in the order in which they run.</summary>
internal static partial class Catalogue
{
    /// <summary>Demands that all ids exist.</summary>
    /// <param name="ids">The ids; null for all.</param>
    /// <param name="checks">The checks that there are.</param>
    /// <exception cref="ArgumentException">An id does not exist.</exception>
    public static void Demand(IReadOnlyCollection<string>? ids, IReadOnlyList<Check> checks)
    {
        string[] known = [.. checks.Select(check => check.Description.Id)];
        string[] unknown = [.. (ids ?? []).Except(known)];
        if (unknown.Length > 0)
        {
            throw new ArgumentException($"There is no check '{unknown[0]}'. There are: {string.Join(", ", known)}.");
        }
    }
}
