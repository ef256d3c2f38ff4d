namespace TorchTrust.Checks;

/// <summary>All checks, in the order in which they run.</summary>
internal static partial class Catalogue
{
    /// <summary>The checks for the kind of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="ids">The ids to choose; null for all.</param>
    /// <exception cref="ArgumentException">An id does not exist.</exception>
    public static IReadOnlyList<Check> For(Subject subject, IReadOnlyCollection<string>? ids)
    {
        string[] unknown = [.. (ids ?? []).Except(All.Select(check => check.Description.Id))];
        if (unknown.Length > 0)
        {
            throw new ArgumentException(
                $"There is no check '{unknown[0]}'. There are: {string.Join(", ", All.Select(check => check.Description.Id))}.");
        }

        return [.. All.Where(check => check.AppliesTo(subject) && (ids is null || ids.Contains(check.Description.Id)))];
    }
}
