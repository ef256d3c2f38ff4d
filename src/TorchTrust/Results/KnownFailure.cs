namespace TorchTrust;

/// <summary>A failure that a project lives with for now, from its baseline file.</summary>
/// <param name="Subject">The name of the subject, or of its part, such as <c>CnnVae.loss</c>.</param>
/// <param name="CheckId">The check that fails.</param>
/// <param name="Fingerprint">The <see cref="CheckResult.Fingerprint"/> of the failure.</param>
/// <param name="Reason">Why it is lived with.</param>
public sealed record KnownFailure(string Subject, string CheckId, string Fingerprint, string Reason)
{
    /// <summary>Whether a result is this failure.</summary>
    /// <param name="subject">The name of the subject that the report is of.</param>
    /// <param name="result">The result.</param>
    internal bool Is(string subject, CheckResult result) =>
        result.Verdict == Verdict.Failed && Subject == result.Looked(subject) && Fingerprint == result.Fingerprint;
}
