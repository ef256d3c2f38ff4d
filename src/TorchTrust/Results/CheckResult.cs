using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>What one check says about one subject.</summary>
/// <param name="CheckId">The id, which never changes.</param>
/// <param name="Title">The property, as a sentence.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record CheckResult(string CheckId, string Title, Verdict Verdict)
{
    /// <summary>The name of the subject; null where it stands beside the result.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// The part of the subject that the check looked at, such as the <c>loss</c> of a model, by whose names its findings are told; null
    /// for the subject itself.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>The part of the catalogue of checks, such as <c>Gradients</c>.</summary>
    public string Area { get; init; } = "";

    /// <summary>How much a failure weighs.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>Why the check was skipped or could not decide; null for a pass or a failure.</summary>
    public string? Reason { get; init; }

    /// <summary>All offences, not the first one only; empty unless failed.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Why it matters, in one sentence.</summary>
    public string? Why { get; init; }

    /// <summary>What to change, in one or two sentences.</summary>
    public string? Remedy { get; init; }

    /// <summary>
    /// What answers a question if it is meant: lines to paste into the declaration of the subject, such as
    /// <c>.KeepsStateOnPurpose("why it is right")</c>; null where no fact of a subject says it.
    /// </summary>
    public string? Declaration { get; init; }

    /// <summary>
    /// Whether it is the machine that keeps the check from a decision, such as one without a GPU: there is nothing that the
    /// user could do about it here.
    /// </summary>
    public bool IsBeyondThisMachine { get; init; }

    /// <summary>The proof of power behind a pass; null where none was asked for or none applies.</summary>
    public PowerProof? Power { get; init; }

    /// <summary>The data of pictures, where one says more than the numbers.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>
    /// The identity of a failure over many runs, for baselines: the check and the places that its findings name, but no
    /// number that a run could change.
    /// </summary>
    public string Fingerprint => TorchTrust.Fingerprint.Of(this);

    /// <summary>
    /// The check of the same report whose failure this one follows from, as all its findings do, and of what part, where it is of one;
    /// null if it stands for itself.
    /// </summary>
    public string? ExplainedBy => Findings.Count > 0 && Findings.All(finding => finding.ExplainedBy is not null)
        ? Findings[0].ExplainedBy
        : null;

    /// <summary>Why a question is none, where an answer stands at each member that it names; null where one is missing.</summary>
    public string? Answer => this is { Verdict: Verdict.Failed, Severity: Severity.Question, ExplainedBy: null, Findings.Count: > 0 }
        && Findings.All(finding => (finding.ExplainedBy ?? finding.Answer) is not null)
            ? string.Join("; ", Findings.Select(finding => finding.Answer).OfType<string>().Distinct())
            : null;

    /// <summary>What tells the result from the others of its report: the check, and the part that it looked at.</summary>
    [JsonIgnore]
    internal string Name => Part is null ? CheckId : $"{CheckId} of {Part}";

    /// <summary>The findings that stand for themselves and are not answered.</summary>
    [JsonIgnore]
    internal IEnumerable<Finding> OwnFindings => Findings.Where(finding => (finding.ExplainedBy ?? finding.Answer) is null);

    /// <summary>Whether the check could not decide about what would be an error, and the user can change that.</summary>
    [JsonIgnore]
    internal bool IsUndecided => this is { Verdict: Verdict.Inconclusive, Severity: Severity.Error, IsBeyondThisMachine: false };

    /// <summary>The name of what the check looked at, such as <c>CnnVae</c> or <c>CnnVae.loss</c>.</summary>
    /// <param name="subject">The name of the subject.</param>
    internal string Looked(string subject) => Part is null ? subject : $"{subject}.{Part}";

    /// <summary>How long the check took, proof of power included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How often the subject was built for the check and its proof of power.</summary>
    public int Builds { get; init; }

    /// <summary>How often the subject was run for the check and its proof of power; nothing for kinds that have no passes.</summary>
    public PassCount Passes { get; init; }

    /// <summary>The result without what shows items of the user's data.</summary>
    internal CheckResult WithoutItems() => Pictures.Any(picture => picture.ShowsItems)
        ? this with { Pictures = [.. Pictures.Where(picture => !picture.ShowsItems)] }
        : this;

    /// <summary>The result as plain text of at most 80 columns, as the message of a failing test shows it.</summary>
    public override string ToString() => ResultText.Render(this);
}
