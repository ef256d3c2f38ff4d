using Spectre.Console;

namespace MnistVae.Run;

/// <summary>Where the program's words go.</summary>
/// <param name="Output">Results, as plain lines.</param>
/// <param name="Error">Errors, one line each.</param>
/// <param name="Terminal">The terminal, if the output is one that can show a moving display; else null.</param>
public sealed record UserInterface(TextWriter Output, TextWriter Error, IAnsiConsole? Terminal = null)
{
    /// <summary>That of the process.</summary>
    public static UserInterface OfProcess()
    {
        IAnsiConsole console = AnsiConsole.Console;
        bool isTerminal = !Console.IsOutputRedirected && console.Profile.Capabilities is { Ansi: true, Interactive: true };
        return new UserInterface(Console.Out, Console.Error, isTerminal ? console : null);
    }

    /// <summary>The display for training.</summary>
    internal IProgressDisplay Progress() => Terminal is null ? new PlainProgress(Output) : new TerminalProgress(Terminal);
}
