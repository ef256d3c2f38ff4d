using System.CommandLine;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Outputs;

/// <summary><c>report</c>: makes the reports of a run again, from its JSON.</summary>
internal sealed class ReportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the words go.</param>
    public ReportCommand(Terminal terminal)
    {
        Command = new Command("report", "Makes the reports of a run again, from its report.json.");
        Command.SetAction(Run);

        int Run(ParseResult given) => throw ToolException.CannotRun($"not yet ({terminal.IsLive}, {given})");
    }

    /// <summary>The command.</summary>
    public Command Command { get; }
}
