using System.IO.Enumeration;

namespace TorchTrust;

/// <summary>A declared fact: where it holds, and why.</summary>
internal sealed record DeclaredFact
{
    /// <summary>Declares a fact.</summary>
    /// <param name="pattern">A path in which <c>*</c> stands for anything, such as <c>backbone.*</c>.</param>
    /// <param name="reason">Why it is so, for the report.</param>
    /// <exception cref="ArgumentException">The pattern or the reason is empty.</exception>
    public DeclaredFact(string pattern, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Pattern = pattern;
        Reason = reason;
    }

    /// <summary>A path in which <c>*</c> stands for anything.</summary>
    public string Pattern { get; }

    /// <summary>Why it is so.</summary>
    public string Reason { get; }

    /// <summary>Whether the fact holds for a path.</summary>
    public bool Covers(string path) => FileSystemName.MatchesSimpleExpression(Pattern, path, ignoreCase: false);
}
