namespace TorchTrust;

/// <summary>A failure that a project lives with for now, from its baseline file.</summary>
/// <param name="Subject">The name of the subject.</param>
/// <param name="CheckId">The check that fails.</param>
/// <param name="Fingerprint">The <see cref="CheckResult.Fingerprint"/> of the failure.</param>
/// <param name="Reason">Why it is lived with.</param>
public sealed record KnownFailure(string Subject, string CheckId, string Fingerprint, string Reason);
