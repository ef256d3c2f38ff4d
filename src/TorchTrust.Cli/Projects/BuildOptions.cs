namespace TorchTrust.Cli.Projects;

/// <summary>How a project is built.</summary>
/// <param name="Configuration">Such as <c>Release</c>; the project's own default if null.</param>
/// <param name="Framework">The target framework; the newest that runs here if null.</param>
/// <param name="IsBuilt">It was built before, and is taken as it is.</param>
internal sealed record BuildOptions(string? Configuration, string? Framework, bool IsBuilt);
