using System.Text.RegularExpressions;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>
/// A page of the documentation, as somebody follows it: files that are written and commands that are typed, in their order.
/// </summary>
internal static partial class Page
{
    /// <summary>
    /// The steps of a page. A block of C# is a file that the text before it names; a line of a <c>bash</c> block is a command, which ends
    /// with 0 unless its comment says otherwise. Blocks of other languages are only shown.
    /// </summary>
    public static IEnumerable<PageStep> Steps(string page)
    {
        string text = Read(page);
        foreach (Match block in Block().Matches(text))
        {
            string code = block.Groups["code"].Value;
            if (block.Groups["language"].Value == "csharp")
            {
                yield return new PageStep(FileName().Matches(text[..block.Index])[^1].Groups["name"].Value, code, 0);
            }
            else if (block.Groups["language"].Value == "bash")
            {
                foreach (string line in code.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return Command(line);
                }
            }
        }
    }

    /// <summary>The commands of the pipelines that a page shows.</summary>
    /// <param name="page">The page.</param>
    /// <param name="key">What the steps of the pipeline call a command, such as <c>run</c>.</param>
    public static IReadOnlyList<PageStep> Pipeline(string page, string key) =>
        [.. Regex.Matches(Read(page), $"(?m)^ *- {key}: (.+)$").Select(command => Command(command.Groups[1].Value))];

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page)).ReplaceLineEndings("\n");

    private static PageStep Command(string line)
    {
        string[] parts = line.Split('#', 2);
        return new PageStep(null, parts[0].Trim(), parts.Length > 1 && Ending().Match(parts[1]) is { Success: true } ending
            ? int.Parse(ending.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            : 0);
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<name>[A-Za-z./]+\\.cs)`")]
    private static partial Regex FileName();

    [GeneratedRegex("ends with ([0-9]+)")]
    private static partial Regex Ending();
}
