using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchTrust.CheckMutations;

/// <summary>What came of a mutation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fate>))]
internal enum Fate
{
    /// <summary>A test failed, hung, or died.</summary>
    Killed,

    /// <summary>All tests that run its code pass.</summary>
    Survived,

    /// <summary>No test runs its code.</summary>
    NotCovered,
}

/// <summary>Outcomes in a file, a line of JSON each, so that a run can be broken off and gone on with.</summary>
/// <param name="path">The file.</param>
internal sealed class Results(string path)
{
    private readonly Dictionary<(string, string, string, int), Entry> _entries = [];

    /// <summary>An outcome.</summary>
    internal sealed record Entry(string File, int Line, string Original, string Mutated, int Occurrence, Fate Fate, string? Killer);

    /// <summary>Reads what earlier runs left.</summary>
    public static Results Open(string path)
    {
        var results = new Results(path);
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            Entry entry = JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web)!;
            results._entries[(entry.File, entry.Original, entry.Mutated, entry.Occurrence)] = entry;
        }

        return results;
    }

    /// <summary>The outcome of a mutation; null if there is none yet.</summary>
    public Fate? Of(Mutation mutation) => _entries.TryGetValue(mutation.Key, out Entry? entry) ? entry.Fate : null;

    /// <summary>Keeps an outcome.</summary>
    public void Add(Mutation mutation, Fate fate, string? killer)
    {
        var entry = new Entry(mutation.File, mutation.Line, mutation.Original, mutation.Mutated, mutation.Occurrence, fate, killer);
        _entries[mutation.Key] = entry;
        File.AppendAllText(path, JsonSerializer.Serialize(entry, JsonSerializerOptions.Web) + "\n");
    }
}
