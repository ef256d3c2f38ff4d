using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Projects;

/// <summary>The .NET installation that runs this tool.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Its folder.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The versions of the runtime that it has.</summary>
    public static IReadOnlyList<Version> Runtimes()
    {
        string folder = Path.Combine(Root, "shared", "Microsoft.NETCore.App");
        IEnumerable<Version> found = !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .Select(path => Path.GetFileName(path).Split('-')[0])
            .Where(name => Version.TryParse(name, out _))
            .Select(Version.Parse);
        return [.. found.DefaultIfEmpty(Environment.Version).Order()];
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">Where; a <c>global.json</c> there is heeded.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <exception cref="ToolException">There is no such program.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DotnetResult Run(string folder, CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        string program = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(File.Exists(program) ? program : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = new Process { StartInfo = start };
        List<string> output = [];
        List<string> errors = [];
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        Start(process);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(_patience))
        {
            if (cancellation.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                throw new OperationCanceledException(cancellation);
            }
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new DotnetResult(process.ExitCode, output, errors);
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception refused)
        {
            throw ToolException.CannotRun($"The .NET SDK cannot be started: {process.StartInfo.FileName}: {refused.Message}.");
        }
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Add(line);
        }
    }
}
