namespace TorchTrust.Packages.Tests.Users;

/// <summary>What somebody does who follows a page.</summary>
/// <param name="File">The file to write; null for a command.</param>
/// <param name="Text">What is in it; the command line.</param>
/// <param name="ExitCode">What the command ends with.</param>
internal sealed record PageStep(string? File, string Text, int ExitCode);
