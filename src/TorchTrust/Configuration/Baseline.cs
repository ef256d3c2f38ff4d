using System.Text.Json;

namespace TorchTrust.Configuration;

/// <summary>The file of the failures that a project lives with for now, so that new ones are seen.</summary>
internal static class Baseline
{
    /// <summary>The name where none is given.</summary>
    public const string FileName = "torchtrust.baseline.json";

    /// <summary>The version of the file that is read and written.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="SettingsException">Something else stands in it.</exception>
    public static IReadOnlyList<KnownFailure> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var reader = new JsonNodeReader(json.RootElement, "");
            IReadOnlyDictionary<string, JsonNodeReader> document = reader.Object("schemaVersion", "known");
            if (document.GetValueOrDefault("schemaVersion")?.Number() != SchemaVersion)
            {
                throw new SettingsException(
                    $"{path} is no baseline of schemaVersion {SchemaVersion}. Make it anew with --update-baseline.");
            }

            return [.. (document.GetValueOrDefault("known")?.Items() ?? []).Select(Known)];
        }
        catch (JsonException problem)
        {
            throw new SettingsException($"{path}: this is no JSON: {problem.Message}");
        }
        catch (JsonFileException problem)
        {
            throw new SettingsException($"{path}: {problem.Message}");
        }
    }

    private static KnownFailure Known(JsonNodeReader item)
    {
        IReadOnlyDictionary<string, JsonNodeReader> keys = item.Object("subject", "checkId", "fingerprint", "reason");
        string Text(string key) => keys.GetValueOrDefault(key)?.Text() ?? throw item.Wrong($"has no '{key}'");
        return new KnownFailure(Text("subject"), Text("checkId"), Text("fingerprint"), Text("reason"));
    }
}
