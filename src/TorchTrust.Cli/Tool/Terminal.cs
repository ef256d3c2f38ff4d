using System.Text;
using Spectre.Console;

namespace TorchTrust.Cli.Tool;

/// <summary>Where the tool's words go.</summary>
/// <param name="Out">Results, with colours where the terminal has them.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="IsLive">Whether <paramref name="Out"/> is a terminal that can show a moving display.</param>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, bool IsLive)
{
    /// <summary>The columns of text that is piped: what fits into a log without being wrapped twice.</summary>
    private const int PipedColumns = 100;

    /// <summary>That of the process. Colours are off by <c>NO_COLOR</c> and in pipes.</summary>
    public static Terminal OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        IAnsiConsole output = Writer(Console.Out, Console.IsOutputRedirected);
        IAnsiConsole error = Writer(Console.Error, Console.IsErrorRedirected);
        return new Terminal(output, error, !Console.IsOutputRedirected && output.Profile.Capabilities is { Ansi: true, Interactive: true });
    }

    private static IAnsiConsole Writer(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = PipedColumns;
        }

        return console;
    }
}
