namespace TorchTrust;

/// <summary>How far a run is.</summary>
/// <param name="Subject">The name of the subject.</param>
/// <param name="CheckId">The check that begins or has ended.</param>
/// <param name="Done">How many checks have ended.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Result">The result; null while the check runs.</param>
/// <param name="Step">What is being done within the check; null at its beginning and end.</param>
public sealed record CheckProgress(string Subject, string CheckId, int Done, int Total, CheckResult? Result, string? Step = null)
{
    /// <summary>The part of the subject that the check looks at; null for the subject itself.</summary>
    public string? Part { get; init; }
}
