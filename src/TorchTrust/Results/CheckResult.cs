namespace TorchTrust;

/// <summary>What one check says about one subject.</summary>
/// <param name="CheckId">The id, which never changes.</param>
/// <param name="Title">The property, as a sentence.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record CheckResult(string CheckId, string Title, Verdict Verdict)
{
    /// <summary>The name of the subject; null where it stands beside the result.</summary>
    public string? Subject { get; init; }

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

    /// <summary>The proof of power behind a pass; null where none was asked for or none applies.</summary>
    public PowerProof? Power { get; init; }

    /// <summary>The data of pictures, where one says more than the numbers.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>
    /// The identity of a failure over many runs, for baselines: the check and the places that its findings name, but no
    /// number that a run could change.
    /// </summary>
    public string Fingerprint => TorchTrust.Fingerprint.Of(this);

    /// <summary>How long the check took, proof of power included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How often the subject was built for the check and its proof of power.</summary>
    public int Builds { get; init; }

    /// <summary>The result as plain text of at most 80 columns, as the message of a failing test shows it.</summary>
    public override string ToString() => ResultText.Render(this);
}
