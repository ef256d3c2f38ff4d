using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Configuration;

/// <summary>The file of the failures that a project lives with for now, so that new ones are seen.</summary>
internal static partial class Baseline
{
    /// <summary>The name where none is given.</summary>
    public const string FileName = "torchtrust.baseline.json";

    private const int SchemaVersion = 1;
    private const string NoReason = "Known when the baseline was made. Say here why it is lived with.";

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="ToolException">Something else stands in it.</exception>
    public static IReadOnlyList<KnownFailure> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var reader = new JsonNodeReader(json.RootElement, "");
            IReadOnlyDictionary<string, JsonNodeReader> document = reader.Object("schemaVersion", "known");
            if (document.GetValueOrDefault("schemaVersion")?.Number() != SchemaVersion)
            {
                throw ToolException.WrongUse($"{path} is no baseline of schemaVersion {SchemaVersion}. Make it anew with --update-baseline.");
            }

            return [.. (document.GetValueOrDefault("known")?.Items() ?? []).Select(Known)];
        }
        catch (JsonException problem)
        {
            throw ToolException.WrongUse($"{path}: this is no JSON: {problem.Message}");
        }
        catch (JsonFileException problem)
        {
            throw ToolException.WrongUse($"{path}: {problem.Message}");
        }
    }

    /// <summary>The baseline after a run: what failed, with the reasons that were given before, and what was not run.</summary>
    /// <param name="run">The run, with the baseline before it.</param>
    public static IReadOnlyList<KnownFailure> After(TrustRun run)
    {
        IEnumerable<KnownFailure> failed =
            from report in run.Reports
            from result in report.Results
            where result.Verdict == Verdict.Failed
            select run.Known(report, result) ?? new KnownFailure(report.Subject, result.CheckId, result.Fingerprint, NoReason);
        HashSet<(string, string)> decided =
        [
            .. from report in run.Reports
               from result in report.Results
               where result.Verdict is Verdict.Passed or Verdict.Failed
               select (report.Subject, result.CheckId),
        ];
        return
        [
            .. failed.Concat(run.KnownFailures.Where(known => !decided.Contains((known.Subject, known.CheckId))))
                .OrderBy(known => known.Subject, StringComparer.Ordinal)
                .ThenBy(known => known.CheckId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Writes a baseline.</summary>
    public static void Write(string path, IReadOnlyList<KnownFailure> known)
    {
        string text = JsonSerializer.Serialize(new Document(SchemaVersion, known), Readable.Document).ReplaceLineEndings("\n");
        OutputFile.Write(path, writer => writer.Write($"{text}\n"));
    }

    // Fingerprints hold quotes and arrows: they are for people, who review this file.
    private static Json Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static KnownFailure Known(JsonNodeReader item)
    {
        IReadOnlyDictionary<string, JsonNodeReader> keys = item.Object("subject", "checkId", "fingerprint", "reason");
        string Text(string key) => keys.GetValueOrDefault(key)?.Text() ?? throw item.Wrong($"has no '{key}'");
        return new KnownFailure(Text("subject"), Text("checkId"), Text("fingerprint"), Text("reason"));
    }

    /// <summary>The whole file.</summary>
    internal sealed record Document(int SchemaVersion, IReadOnlyList<KnownFailure> Known);

    [JsonSerializable(typeof(Document))]
    private sealed partial class Json : JsonSerializerContext;
}
