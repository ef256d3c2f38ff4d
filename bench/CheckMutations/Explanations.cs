using System.Text.Json;
using System.Text.RegularExpressions;

namespace TorchTrust.CheckMutations;

/// <summary>The survivors that are accepted, each with its reason.</summary>
internal sealed class Explanations
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    private readonly IReadOnlyList<(Entry Entry, Regex File, Regex Code)> _entries;

    private Explanations(IReadOnlyList<Entry> entries) =>
        _entries = [.. entries.Select(entry => (entry, Whole(entry.File), Whole($"{entry.Original} → {entry.Mutated}")))];

    /// <summary>A survivor, or several that survive for one reason. <c>*</c> stands for any text.</summary>
    /// <param name="File">The file, relative to <c>src/TorchTrust</c>.</param>
    /// <param name="Original">The code, in one line.</param>
    /// <param name="Mutated">What takes its place.</param>
    /// <param name="Reason">Why no test can or need notice.</param>
    internal sealed record Entry(string File, string Original, string Mutated, string Reason);

    /// <summary>Reads the files of a folder: one for each folder of the checks of a wing, and one for what recurs in all.</summary>
    public static Explanations Open(string folder) => new(
        [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(path => JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(path), _options)!)]);

    /// <summary>Why a mutation may survive; null if it may not.</summary>
    public string? For(Mutation mutation) => _entries.FirstOrDefault(entry => Fits(entry, mutation)).Entry?.Reason;

    /// <summary>Those that fit no mutation that survived.</summary>
    public IEnumerable<Entry> Stale(IReadOnlyList<Mutation> survivors) =>
        _entries.Where(entry => !survivors.Any(mutation => Fits(entry, mutation))).Select(entry => entry.Entry);

    private static bool Fits((Entry Entry, Regex File, Regex Code) entry, Mutation mutation) =>
        entry.File.IsMatch(mutation.File) && entry.Code.IsMatch($"{mutation.Original} → {mutation.Mutated}");

    private static Regex Whole(string text) => new($"^{Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal)}$");
}
