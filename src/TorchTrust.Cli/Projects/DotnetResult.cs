namespace TorchTrust.Cli.Projects;

/// <summary>What a command of the .NET SDK gave.</summary>
/// <param name="ExitCode">0 if all went well.</param>
/// <param name="Output">The lines that it wrote.</param>
/// <param name="Errors">The lines that it wrote to its standard error.</param>
internal sealed record DotnetResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors);
