using System.Diagnostics;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Doctor;

/// <summary>The program that is looked at, as it was built last.</summary>
internal static class Patient
{
    private static readonly string[] _projects = ["*.csproj", "*.fsproj", "*.vbproj"];
    private static readonly string[] _configurations = ["Release", "Debug"];

    /// <summary>Finds the assembly of a program.</summary>
    /// <param name="path">A project, its folder, or an assembly; null for the present folder.</param>
    /// <returns>The path of the assembly, whether it exists or not; null if the present folder has no project.</returns>
    /// <exception cref="ToolException">There is no such file, or it is none of these.</exception>
    public static string? Find(string? path)
    {
        string full = Path.GetFullPath(path ?? ".");
        if (Directory.Exists(full))
        {
            string[] projects = [.. _projects.SelectMany(pattern => Directory.GetFiles(full, pattern))];
            return projects switch
            {
                [string project] => OutputOf(project),
                [] when path is null => null,
                [] => throw ToolException.WrongUse($"There is no project in {full}."),
                _ => throw ToolException.WrongUse($"There are {projects.Length} projects in {full}. Name one."),
            };
        }

        return !File.Exists(full) ? throw ToolException.WrongUse($"There is no {full}.")
            : Path.GetExtension(full) is ".dll" or ".exe" ? full
            : Path.GetExtension(full).EndsWith("proj", StringComparison.OrdinalIgnoreCase) ? OutputOf(full)
            : throw ToolException.WrongUse($"{full} is neither a project nor an assembly.");
    }

    /// <summary>The version of the .NET SDK; null if there is none.</summary>
    public static string? Sdk()
    {
        (int exitCode, string output) = Dotnet(["--version"]);
        return exitCode == 0 ? output : null;
    }

    /// <summary>Of both configurations, the one that was built last.</summary>
    private static string OutputOf(string project) => _configurations
        .Select(configuration => Dotnet(["msbuild", project, "-nologo", "-getProperty:TargetPath", $"-p:Configuration={configuration}"]))
        .Select(answer => answer.ExitCode == 0 ? answer.Output : throw ToolException.CannotRun($"{project} cannot be read: {answer.Output}"))
        .MaxBy(File.GetLastWriteTimeUtc)!;

    private static (int ExitCode, string Output) Dotnet(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, $"{output.Trim()}{errors.Result.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }
}
