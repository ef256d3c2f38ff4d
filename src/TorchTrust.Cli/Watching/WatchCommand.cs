using System.CommandLine;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Watching;

/// <summary><c>watch</c>: runs a program as it is, and tells what is wrong with its training.</summary>
internal sealed class WatchCommand
{
    private readonly Terminal _terminal;
    private readonly IReadOnlyList<string> _arguments;
    private readonly WatchChoices _choices = new();

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the words go.</param>
    /// <param name="arguments">The program's own arguments.</param>
    public WatchCommand(Terminal terminal, IReadOnlyList<string> arguments)
    {
        _terminal = terminal;
        _arguments = arguments;
        Command = new Command(
            "watch",
            "Runs a training program as it is, with nothing declared, and tells what is wrong with its training: torchtrust watch "
                + "PROJECT -- its arguments.");
        _choices.AddTo(Command);
        Command.SetAction(given => new WatchRun(_terminal, _choices.Read(given, _arguments)).Run());
    }

    /// <summary>The command.</summary>
    public Command Command { get; }
}
