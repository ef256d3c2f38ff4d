using System.CommandLine;
using Spectre.Console;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Checking;

/// <summary><c>check</c>: builds a project, finds its subjects, and runs every check on each.</summary>
internal sealed class CheckCommand
{
    private readonly Terminal _terminal;
    private readonly CheckChoices _choices = new();

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the words go.</param>
    public CheckCommand(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("check", "Builds a project, finds its subjects, and runs every check on each.");
        _choices.AddTo(Command);
        Command.SetAction(Check);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Check(ParseResult given)
    {
        using var signals = new StopSignals(_terminal);
        try
        {
            return new CheckRun(_terminal, _choices.Read(given), signals.Token).Run();
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            Terminal.Line(_terminal.Error, "Interrupted before the first check.", Style.Plain);
            return ExitCode.Interrupted;
        }
    }
}
