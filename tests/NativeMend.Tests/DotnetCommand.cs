using System.Collections;
using System.Diagnostics;

namespace NativeMend.Tests;

/// <summary>Runs a program to its end and keeps what it said.</summary>
/// <param name="ExitCode">The program's exit code.</param>
/// <param name="Output">Standard output and standard error.</param>
internal sealed record DotnetCommand(int ExitCode, string Output)
{
    /// <summary>How often the build said that it mended a library.</summary>
    public int MendMessages => Output.Split("Mended libLibTorchSharp.so").Length - 1;

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static Task<DotnetCommand> RunAsync(string folder, params string[] arguments) =>
        RunProgramAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);

    /// <summary>Runs any program in a folder.</summary>
    public static async Task<DotnetCommand> RunProgramAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        UseOwnEnvironment(start.Environment);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new DotnetCommand(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Fails with the program's own words unless it ended well.</summary>
    public DotnetCommand Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>Fails with the program's own words unless it ended in an error.</summary>
    public DotnetCommand Failed()
    {
        Assert.True(ExitCode != 0, $"It was to fail:\n{Output}");
        return this;
    }

    /// <summary>A test run that MSBuild started hands its settings down, and they would change the build.</summary>
    private static void UseOwnEnvironment(IDictionary<string, string?> environment)
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            if (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("TorchTrust", StringComparison.Ordinal))
            {
                environment.Remove(name);
            }
        }

        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
    }
}
