using System.Text.Json;

namespace TorchTrust;

/// <summary>What tells the report of a program that was watched from one of a subject that was checked.</summary>
internal static class WatchedRun
{
    /// <summary>The kind of its report.</summary>
    public const string Kind = "training run";

    /// <summary>The result that holds what was seen: curves and tables.</summary>
    public const string SeenId = "watch-seen";

    private const string RuleStart = "watch-";
    private const string Pages = "https://github.com/torchtrust/torchtrust/blob/main/docs";

    /// <summary>Whether an id is that of a rule of watching.</summary>
    public static bool IsRule(string id) => id.StartsWith(RuleStart, StringComparison.Ordinal);

    /// <summary>The page about a check or a rule.</summary>
    public static string Page(string id) => id == SeenId
        ? $"{Pages}/watch.md"
        : $"{Pages}/{(IsRule(id) ? "watch" : "checks")}/{Uri.EscapeDataString(id)}.md";

    /// <summary>Where the lines of <see cref="CheckResult.Declaration"/> belong.</summary>
    public static string AnswerPlace(string id) => IsRule(id) ? "\"answers\" in torchtrust.json" : "the subject";

    /// <summary>The entry of <c>torchtrust.json</c> that answers a question.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="place">What it names.</param>
    public static string Answer(string rule, string place) =>
        $"{{ \"rule\": \"{rule}\", \"place\": {JsonSerializer.Serialize(place, RunJson.Default.String)}, "
            + "\"reason\": \"why it is right\" }";
}
