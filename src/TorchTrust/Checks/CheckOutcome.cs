namespace TorchTrust.Checks;

/// <summary>What one run of a check says.</summary>
internal sealed record CheckOutcome
{
    private CheckOutcome(Verdict verdict) => Verdict = verdict;

    /// <summary>The property holds.</summary>
    public static CheckOutcome Passed { get; } = new(Verdict.Passed);

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }

    /// <summary>All offences, if failed.</summary>
    public IReadOnlyList<Finding> Findings { get; private init; } = [];

    /// <summary>Why it was skipped or could not decide.</summary>
    public string? Reason { get; private init; }

    /// <summary>How much it weighs, where it differs from the check's own severity.</summary>
    public Severity? Severity { get; private init; }

    /// <summary>Whether it is the machine that keeps the check from a decision.</summary>
    public bool IsBeyondThisMachine { get; private init; }

    /// <summary>What to change, where these findings need another remedy than the check's own.</summary>
    public string? Remedy { get; private init; }

    /// <summary>The lines that declare that it is meant, where these findings need others than the check's own.</summary>
    public string? Declaration { get; private init; }

    /// <summary>The data of pictures, where one says more than the numbers.</summary>
    public IReadOnlyList<Picture> Pictures { get; private init; } = [];

    /// <summary>The property does not hold.</summary>
    public static CheckOutcome Failed(IReadOnlyList<Finding> findings, Severity? severity = null, string? remedy = null) =>
        new(Verdict.Failed) { Findings = findings, Severity = severity, Remedy = remedy };

    /// <summary>Failed if there are findings, passed otherwise.</summary>
    public static CheckOutcome From(IReadOnlyList<Finding> findings, Severity? severity = null, string? remedy = null) =>
        findings.Count == 0 ? Passed : Failed(findings, severity, remedy);

    /// <summary>The check ran and could not decide.</summary>
    public static CheckOutcome Inconclusive(string reason) => new(Verdict.Inconclusive) { Reason = reason };

    /// <summary>
    /// The check ran and could not decide, on no machine like this one: that keeps nothing from being proven, since the user can
    /// do nothing about it here.
    /// </summary>
    public static CheckOutcome BeyondThisMachine(string reason) =>
        new(Verdict.Inconclusive) { Reason = reason, IsBeyondThisMachine = true };

    /// <summary>The check does not apply.</summary>
    public static CheckOutcome Skipped(string reason) => new(Verdict.Skipped) { Reason = reason };

    /// <summary>The same, with the lines that declare that it is meant; null stands for the check's own.</summary>
    public CheckOutcome Answering(string? declaration) => this with { Declaration = declaration };

    /// <summary>The same, with pictures; null stands for none.</summary>
    public CheckOutcome Showing(params IEnumerable<Picture?> pictures) => this with { Pictures = [.. pictures.OfType<Picture>()] };
}
