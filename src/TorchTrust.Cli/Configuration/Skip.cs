using System.IO.Enumeration;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Configuration;

/// <summary>A check that is not run, and why.</summary>
/// <param name="Check">The id of the check, in which <c>*</c> stands for anything.</param>
/// <param name="Subject">The subject, in which <c>*</c> stands for anything; null for all.</param>
/// <param name="Reason">Why, for the report.</param>
internal sealed record Skip(string Check, string? Subject, string Reason)
{
    /// <summary>Whether it holds for a check of a subject.</summary>
    public bool Covers(string check, FoundSubject subject, string name) => Matches(Check, check)
        && (Subject is null || subject.Names.Append(name).Any(candidate => Matches(Subject, candidate)));

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
