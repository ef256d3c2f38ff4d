using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>What all checks say about one subject.</summary>
/// <param name="Subject">The name of the subject.</param>
/// <param name="Kind">What kind of thing it is, such as <c>model</c>.</param>
/// <param name="Seed">The seed of everything that was drawn; the same seed gives the same report.</param>
/// <param name="Results">One result a check, in the order of the catalogue; those of parts come after those of the subject itself.</param>
public sealed record TrustReport(string Subject, string Kind, long Seed, IReadOnlyList<CheckResult> Results)
{
    /// <summary>The class that gave the name, with its namespace; null where another name was chosen.</summary>
    public string? TypeName { get; init; }

    /// <summary>How often the subject was built.</summary>
    public int Builds { get; init; }

    /// <summary>How long everything took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What this was run on and with.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>What was woven, and what is not seen; null where no check ran.</summary>
    public WeavingSummary? Weaving { get; init; }

    /// <summary>Where the subject can be looked up; null where it was handed over.</summary>
    public SubjectAddress? Address { get; init; }

    /// <summary>How often the subject was run, or read, by all checks together.</summary>
    [JsonIgnore]
    public PassCount Passes => Results.Aggregate(default(PassCount), (sum, result) => sum + result.Passes);

    /// <summary>Why the subject could not be opened; null if it was. Without a subject there are no results.</summary>
    public string? Failure { get; init; }

    /// <summary>The modules of the model, each after the one that holds it; empty for other kinds, and if it was never built.</summary>
    public IReadOnlyList<ModuleNode> Modules { get; init; } = [];

    /// <summary>The failures that the project lives with for now: they neither fail the subject nor keep a question open.</summary>
    [JsonIgnore]
    public IReadOnlyList<KnownFailure> KnownFailures { get; init; } = [];

    /// <summary>
    /// The results that failed with severity <see cref="Severity.Error"/>, but for those that the project knows and those that
    /// follow from another.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<CheckResult> Errors => Failures.Where(result => result.Severity == Severity.Error);

    /// <summary>
    /// The questions that are open: those that are neither answered at their place, nor known to the project, nor follow from
    /// another failure.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<CheckResult> Questions => Failures.Where(result => result.Severity == Severity.Question);

    /// <summary>The answer in one word.</summary>
    public ReportStanding Standing => Errors.Any() ? ReportStanding.Faulty : Open.Count > 0 ? ReportStanding.Open : ReportStanding.Proven;

    /// <summary>
    /// What keeps the subject from being proven though it has no fault, one phrase each; empty if it is proven or faulty.
    /// </summary>
    public IReadOnlyList<string> Open => Errors.Any() ? [] :
    [
        .. Failure is null ? Array.Empty<string>() : ["could not be opened"],
        .. Questions.Select(result => $"the question of {result.Name} is open"),
        .. Failure is not null || Kind == WatchedRun.Kind
            || Results.Any(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })
            ? Array.Empty<string>()
            : ["no check passed with its power shown"],
    ];

    /// <summary>
    /// Whether no fault was found and no question is open, and at least one check passed with its power shown.
    /// </summary>
    public bool IsProven => Standing == ReportStanding.Proven;

    private IEnumerable<CheckResult> Failures => Results.Where(result =>
        result is { Verdict: Verdict.Failed, Answer: null, ExplainedBy: null } && Known(result) is null);

    /// <summary>The entry of <see cref="KnownFailures"/> that a failure is; null if it is new.</summary>
    /// <param name="result">A result of this report.</param>
    public KnownFailure? Known(CheckResult result) => KnownFailures.FirstOrDefault(known => known.Is(Subject, result));

    /// <summary>Throws if a check failed, or if the subject could not be opened.</summary>
    /// <exception cref="TrustException">A check failed with severity <see cref="Severity.Error"/>.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is not null || Errors.Any())
        {
            throw new TrustException(this);
        }
    }

    /// <summary>Throws if a check failed, if a question is open, or if no check passed with its power shown.</summary>
    /// <exception cref="TrustException">The subject is not proven.</exception>
    public void ThrowUnlessProven()
    {
        if (!IsProven)
        {
            throw new TrustException(this);
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is no run of one subject, or one of another schema.</exception>
    public static TrustReport FromJson(string json) => TrustRun.FromJson(json) is { Reports: [TrustReport report] }
        ? report
        : throw new System.Text.Json.JsonException(
            "The document holds the reports of several subjects, or of none: TrustRun.FromJson reads it.");

    /// <summary>The report as JSON, for programs: a run of one subject.</summary>
    public string ToJson() => new TrustRun([this]) { Duration = Duration }.ToJson();

    /// <summary>The report as plain text of at most 80 columns.</summary>
    public override string ToString() => ReportText.Render(this);
}
