using System.Collections;
using System.Diagnostics;

namespace TorchTrust.Packages.Tests;

/// <summary>A program that was run to its end, and what it said.</summary>
/// <param name="Line">The command line.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Dotnet(string Line, int ExitCode, string Output, string Errors)
{
    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static Task<Dotnet> Run(string folder, params string[] arguments) =>
        RunProgram(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);

    /// <summary>Runs any program in a folder, in the environment of a user.</summary>
    public static async Task<Dotnet> RunProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        UseOwnEnvironment(start.Environment);
        string line = $"{program} {string.Join(' ', arguments)}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new Dotnet(line, process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Fails with the program's own words unless it ended as it should.</summary>
    /// <param name="exitCode">The exit code that it should have.</param>
    public Dotnet EndedWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{Line} ended with {ExitCode}, not {exitCode}:\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>
    /// A test run that MSBuild started hands its settings down, and they would change a build. .NET 8 is asked for and .NET
    /// 10 may be all there is, which a user says by the same variable.
    /// </summary>
    private static void UseOwnEnvironment(IDictionary<string, string?> environment)
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            if (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("TorchTrust", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase))
            {
                environment.Remove(name);
            }
        }

        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_ROLL_FORWARD"] = "Major";
        environment["NO_COLOR"] = "1";
        environment["OMP_WAIT_POLICY"] = "PASSIVE";
        environment["OMP_NUM_THREADS"] = "1";
    }
}
