using Spectre.Console.Testing;
using TorchTrust.Cli.Doctor;
using TorchTrust.Cli.Explain;
using TorchTrust.Cli.Listing;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Explain;

/// <summary>A run of one of the commands that only tell, and what it wrote.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs the tool.</summary>
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="arguments">The command line.</param>
    public static CommandRun Of(int columns, params string[] arguments)
    {
        using TestConsole output = new TestConsole().Width(columns);
        using TestConsole errors = new TestConsole().Width(1000);
        int exitCode = ToolProgram.Run(arguments, new Terminal(output, errors, IsLive: false), terminal =>
        [
            new ExplainCommand(terminal).Command,
            new ListCommand(terminal).Command,
            new DoctorCommand(terminal).Command,
        ]);
        return new CommandRun(exitCode, output.Output, errors.Output);
    }
}
