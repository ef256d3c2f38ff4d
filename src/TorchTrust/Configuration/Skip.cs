using System.IO.Enumeration;

namespace TorchTrust.Configuration;

/// <summary>A check that is not run, and why.</summary>
/// <param name="Check">The id of the check, in which <c>*</c> stands for anything.</param>
/// <param name="Subject">The subject, in which <c>*</c> stands for anything; null for all.</param>
/// <param name="Reason">Why, for the report.</param>
internal sealed record Skip(string Check, string? Subject, string Reason)
{
    /// <summary>Whether it holds for a check of a subject.</summary>
    /// <param name="check">The id of the check.</param>
    /// <param name="names">The names of the subject.</param>
    public bool Covers(string check, IReadOnlyList<string> names) =>
        Matches(Check, check) && (Subject is null || names.Any(name => Matches(Subject, name)));

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
