using System.IO.Enumeration;

namespace TorchTrust;

/// <summary>A declared fact: where it holds, and why.</summary>
/// <param name="Pattern">A path in which <c>*</c> stands for anything, such as <c>backbone.*</c>.</param>
/// <param name="Reason">Why it is so, for the report.</param>
internal sealed record DeclaredFact(string Pattern, string Reason)
{
    /// <summary>Whether the fact holds for a path.</summary>
    public bool Covers(string path) => FileSystemName.MatchesSimpleExpression(Pattern, path, ignoreCase: false);
}
