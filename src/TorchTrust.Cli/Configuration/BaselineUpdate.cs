using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchTrust.Cli.Outputs;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Configuration;

/// <summary>Writes the baseline anew.</summary>
internal static partial class BaselineUpdate
{
    private const string NoReason = "Known when the baseline was made. Say here why it is lived with.";

    /// <summary>The baseline after a run: what failed, with the reasons that were given before, and what was not run.</summary>
    /// <param name="run">The run, with the baseline before it.</param>
    public static IReadOnlyList<KnownFailure> After(TrustRun run)
    {
        IEnumerable<KnownFailure> failed =
            from report in run.Reports
            from result in report.Results
            where result is { Verdict: Verdict.Failed, ExplainedBy: null, Answer: null }
            select run.Known(report, result)
                ?? new KnownFailure(result.Looked(report.Subject), result.CheckId, result.Fingerprint, NoReason);
        HashSet<(string, string)> decided =
        [
            .. from report in run.Reports
               from result in report.Results
               where result.Verdict is Verdict.Passed or Verdict.Failed
               select (result.Looked(report.Subject), result.CheckId),
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
        string text = JsonSerializer.Serialize(new Document(Baseline.SchemaVersion, known), Readable.Document).ReplaceLineEndings("\n");
        OutputFile.Write(path, writer => writer.Write($"{text}\n"));
    }

    // Fingerprints hold quotes and arrows: they are for people, who review this file.
    private static Json Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The whole file.</summary>
    internal sealed record Document(int SchemaVersion, IReadOnlyList<KnownFailure> Known);

    [JsonSerializable(typeof(Document))]
    private sealed partial class Json : JsonSerializerContext;
}
