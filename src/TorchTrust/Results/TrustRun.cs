using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>What all checks say about all subjects of a project: what the reports are made of.</summary>
/// <param name="Reports">One report a subject.</param>
public sealed record TrustRun([property: JsonPropertyOrder(1)] IReadOnlyList<TrustReport> Reports)
{
    /// <summary>The command line that repeats the run; null where no command made it.</summary>
    public string? Command { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The version of the tool that ran it; null where no tool did.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>The failures that the project's baseline names.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures { get; init; } = [];

    /// <summary>What everybody who uses this version of TorchSharp should know, said once a run.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether open questions were let pass: then they fail nothing in what CI servers read.</summary>
    public bool AllowsQuestions { get; init; }

    /// <summary>The failures of the baseline that are no more: their checks ran and found nothing of the kind.</summary>
    [JsonIgnore]
    public IEnumerable<KnownFailure> MendedFailures => KnownFailures.Where(known => Reports
        .SelectMany(report => report.Results.Where(result => result.Looked(report.Subject) == known.Subject))
        .Any(result => result.CheckId == known.CheckId
            && result.Verdict is Verdict.Passed or Verdict.Failed
            && result.Fingerprint != known.Fingerprint));

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is no run, or one of another schema.</exception>
    public static TrustRun FromJson(string json) => RunJson.Read(json);

    /// <summary>The entry of the baseline that a failure is; null if it is new.</summary>
    /// <param name="report">The report of the subject.</param>
    /// <param name="result">The result of the check.</param>
    public KnownFailure? Known(TrustReport report, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(result);
        return KnownFailures.FirstOrDefault(known => known.Is(report.Subject, result));
    }

    /// <summary>The run as JSON, for programs and for reports that are made later.</summary>
    public string ToJson() => RunJson.Write(this);
}
