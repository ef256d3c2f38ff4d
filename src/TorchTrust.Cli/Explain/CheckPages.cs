using System.Reflection;

namespace TorchTrust.Cli.Explain;

/// <summary>The pages of checks and rules, which the tool carries: those of <c>docs/checks</c> and <c>docs/watch</c>.</summary>
internal static class CheckPages
{
    private const string Folder = "checks/", RuleFolder = "watch/", Extension = ".md";
    private static readonly Assembly _assembly = typeof(CheckPages).Assembly;

    /// <summary>The list of all checks, with the facts that concern each.</summary>
    public const string Index = "index";

    /// <summary>The ids of the checks that have a page, in order.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. In(Folder).Where(id => id != Index)];

    /// <summary>The ids of the rules of <c>watch</c> that have a page, in order.</summary>
    public static IReadOnlyList<string> Rules { get; } = In(RuleFolder);

    /// <summary>The Markdown of a page.</summary>
    /// <param name="id">One of <see cref="Ids"/> or <see cref="Rules"/>, or <see cref="Index"/>.</param>
    public static string Text(string id)
    {
        using Stream stream = _assembly.GetManifestResourceStream($"{(WatchedRun.IsRule(id) ? RuleFolder : Folder)}{id}{Extension}")
            ?? throw new InvalidOperationException($"The tool carries no page of {id}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The first sentence of a section of a page; empty if the page has no such section.</summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <param name="heading">The heading, such as <c>What it costs</c>.</param>
    public static string FirstSentence(string id, string heading)
    {
        IEnumerable<string> lines = Text(id).Split('\n').Select(line => line.Trim())
            .SkipWhile(line => line != $"## {heading}").Skip(1)
            .SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0);
        string paragraph = string.Join(" ", lines);
        int end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? paragraph : paragraph[..end]).TrimEnd('.');
    }

    private static IReadOnlyList<string> In(string folder) =>
    [
        .. _assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];
}
