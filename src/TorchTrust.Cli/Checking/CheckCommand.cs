using System.CommandLine;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Checking;

/// <summary><c>check</c>: builds a project, finds its subjects, and runs every check on each.</summary>
internal sealed class CheckCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the words go.</param>
    public CheckCommand(Terminal terminal)
    {
        Command = new Command("check", "Builds a project, finds its subjects, and runs every check on each.");
        Command.SetAction(Run);

        int Run(ParseResult given) => throw ToolException.CannotRun($"not yet ({terminal.IsLive}, {given})");
    }

    /// <summary>The command.</summary>
    public Command Command { get; }
}
