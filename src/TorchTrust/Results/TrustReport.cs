namespace TorchTrust;

/// <summary>What all checks say about one subject.</summary>
/// <param name="Subject">The name of the subject.</param>
/// <param name="Kind">What kind of thing it is, such as <c>model</c>.</param>
/// <param name="Seed">The seed of everything that was drawn; the same seed gives the same report.</param>
/// <param name="Results">One result a check, in the order of the catalogue.</param>
public sealed record TrustReport(string Subject, string Kind, long Seed, IReadOnlyList<CheckResult> Results)
{
    /// <summary>How often the subject was built.</summary>
    public int Builds { get; init; }

    /// <summary>How long everything took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What this was run on and with.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>The results that failed with severity <see cref="Severity.Error"/>.</summary>
    public IEnumerable<CheckResult> Errors => Results.Where(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error });

    /// <summary>Whether at least one check passed with its power shown, and none failed.</summary>
    public bool IsProven => !Errors.Any() && Results.Any(result => result is { Verdict: Verdict.Passed, Power.IsShown: true });

    /// <summary>Throws if a check failed.</summary>
    /// <exception cref="TrustException">A check failed with severity <see cref="Severity.Error"/>.</exception>
    public void ThrowIfFailed()
    {
        if (Errors.Any())
        {
            throw new TrustException(this);
        }
    }

    /// <summary>Throws if a check failed, or if none passed with its power shown.</summary>
    /// <exception cref="TrustException">Nothing was proven.</exception>
    public void ThrowUnlessProven()
    {
        if (!IsProven)
        {
            throw new TrustException(this);
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is no report, or one of another schema.</exception>
    public static TrustReport FromJson(string json) => ReportJson.Read(json);

    /// <summary>The report as JSON, for programs.</summary>
    public string ToJson() => ReportJson.Write(this);

    /// <summary>The report as plain text of at most 80 columns.</summary>
    public override string ToString() => ReportText.Render(this);
}
