using System.Text.RegularExpressions;

namespace TorchTrust.Tests.Architecture;

/// <summary>
/// Finds references of a folder to a folder above it, by text: namespaces of higher folders anywhere, and the names of types
/// that higher folders declare in the root namespace, where they stand as types and not as names of members.
/// </summary>
internal static partial class LayerScan
{
    /// <summary>The folders, from the bottom up.</summary>
    private static readonly string[] s_layers = ["Results", "Subjects", "Probes", "Mutants", "Checks", "Training", "Running"];

    private static readonly HashSet<string> s_wordsBeforeTypes =
    [
        "new", "return", "is", "as", "in", "out", "ref", "this", "static", "public", "private", "protected", "internal", "sealed", "readonly",
        "override", "abstract", "virtual", "async", "using", "case", "params", "not", "or", "and", "await", "throw", "required", "where",
    ];

    /// <summary>Every reference that points upwards.</summary>
    /// <param name="files">Paths below the source folder, with <c>/</c>, and their text.</param>
    public static IReadOnlyList<string> Violations(IReadOnlyDictionary<string, string> files)
    {
        Dictionary<string, string> code = files.ToDictionary(file => file.Key, file => Noise().Replace(file.Value, " "));
        (string Name, int Layer)[] rootTypes =
        [
            .. code.Where(file => RootNamespace().IsMatch(file.Value))
                .SelectMany(file => Declaration().Matches(file.Value).Select(match => (match.Groups[1].Value, Layer(file.Key))))
                .Distinct(),
        ];
        ILookup<int, string> declared = code
            .SelectMany(file => Declaration().Matches(file.Value).Select(match => (Layer: Layer(file.Key), Name: match.Groups[1].Value)))
            .ToLookup(type => type.Layer, type => type.Name);
        return [.. code.SelectMany(file => Upwards(file.Key, file.Value, rootTypes, declared)).Distinct()];
    }

    private static IEnumerable<string> Upwards(
        string path, string text, IReadOnlyList<(string Name, int Layer)> rootTypes, ILookup<int, string> declared)
    {
        int own = Layer(path);
        IEnumerable<string> spaces = s_layers.Where((layer, height) => height > own && (
            Regex.IsMatch(text, $@"\bTorchTrust\.{layer}\b")
            || Regex.Matches(text, $@"(?<![.\w]){layer}\.(\w+)").Any(match => declared[height].Contains(match.Groups[1].Value))));
        IEnumerable<string> types = rootTypes.Where(type => type.Layer > own && IsUsedAsType(text, type.Name)).Select(type => type.Name);
        return spaces.Concat(types).Select(target => $"{path} refers to {target}");
    }

    private static bool IsUsedAsType(string text, string name) =>
        Regex.Matches(text, $@"(?<before>[\w>?\]]+\s+|\.)?(?<!\w){name}\b(?!\s*[=:](?!=))").Any(match =>
        {
            string before = match.Groups["before"].Value.Trim();
            return before.Length == 0 || s_wordsBeforeTypes.Contains(before);
        });

    private static int Layer(string path) => Array.IndexOf(s_layers, path.Split('/')[0]) is >= 0 and int layer
        ? layer
        : throw new ArgumentException($"{path} is in none of the folders {string.Join(", ", s_layers)}: give it its place.", nameof(path));

    [GeneratedRegex("""//[^\n]*|"(?:\\.|[^"\\\n])*"|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^namespace TorchTrust;", RegexOptions.Multiline)]
    private static partial Regex RootNamespace();

    [GeneratedRegex(@"^(?:public|internal)\s[\w\s]*?\b(?:class|record|struct|enum|interface)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
