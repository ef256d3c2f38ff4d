using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Doctor;

/// <summary>The program that is looked at, as it was built last: the doctor builds nothing.</summary>
internal static class Patient
{
    private static readonly string[] _configurations = ["Release", "Debug"];

    /// <summary>Finds the assembly of a program.</summary>
    /// <param name="given">A project, its folder, or an assembly; null for the present folder.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The path of the assembly, whether it exists or not; null if the present folder has no project.</returns>
    /// <exception cref="ToolException">There is no such file, or it is none of these.</exception>
    public static string? Find(string? given, CancellationToken cancellation)
    {
        if (given is null && !Directory.EnumerateFiles(".").Any(ProjectLocator.IsProject))
        {
            return null;
        }

        string path = ProjectLocator.Find(given);
        return ProjectLocator.IsBuilt(path) ? OutputOf(path, cancellation) : path;
    }

    /// <summary>The version of the .NET SDK; null if there is none.</summary>
    /// <param name="cancellation">Ends the question.</param>
    public static string? Sdk(CancellationToken cancellation)
    {
        try
        {
            DotnetResult asked = Dotnet.Run(Directory.GetCurrentDirectory(), cancellation, "--version");
            return asked is { ExitCode: 0, Output: [{ } version, ..] } ? version : null;
        }
        catch (ToolException)
        {
            // That is the answer.
            return null;
        }
    }

    /// <summary>Of all configurations and frameworks, the output that was built last.</summary>
    private static string OutputOf(string project, CancellationToken cancellation)
    {
        string[] frameworks = Property(project, "TargetFrameworks", cancellation).Split(
            ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (from configuration in _configurations
                from framework in frameworks.DefaultIfEmpty("")
                select Property(
                    project,
                    "TargetPath",
                    cancellation,
                    $"-property:Configuration={configuration}",
                    framework.Length == 0 ? "" : $"-property:TargetFramework={framework}"))
            .MaxBy(File.GetLastWriteTimeUtc)!;
    }

    private static string Property(string project, string name, CancellationToken cancellation, params string[] settings)
    {
        DotnetResult asked = Dotnet.Run(
            Path.GetDirectoryName(project)!,
            cancellation,
            [ProjectLocator.Asked(project), project, "-nologo", $"-getProperty:{name}", .. settings.Where(setting => setting.Length > 0)]);
        return asked.ExitCode == 0
            ? string.Concat(asked.Output).Trim()
            : throw ToolException.CannotRun(
                $"{project} cannot be read by MSBuild:\n{string.Join('\n', asked.Output.Concat(asked.Errors))}");
    }
}
