namespace TorchTrust.Running;

/// <summary>A check that is to be run.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="Part">The part of the subject that it looks at, such as <c>loss</c>; null for the subject itself.</param>
internal sealed record PlannedCheck(string CheckId, string? Part = null);
