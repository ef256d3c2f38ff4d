using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchTrust.Cli.Display;

namespace TorchTrust.Cli.Tool;

/// <summary>Where the tool's words go.</summary>
/// <param name="Out">Results, with colours where the terminal has them.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="IsLive">Whether <paramref name="Out"/> is a terminal that can show a moving display.</param>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, bool IsLive)
{
    /// <summary>The columns of text that is piped: who reads it wraps it, and commands in it can be copied.</summary>
    private const int PipedColumns = 4096;

    /// <summary>That of the process. Colours are off by <c>NO_COLOR</c> and in pipes.</summary>
    public static Terminal OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        IAnsiConsole output = Writer(Console.Out, Console.IsOutputRedirected);
        IAnsiConsole error = Writer(Console.Error, Console.IsErrorRedirected);
        return new Terminal(output, error, !Console.IsOutputRedirected && output.Profile.Capabilities is { Ansi: true, Interactive: true });
    }

    /// <summary>Writes a line of prose, wrapped between words.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="text">The line; control characters in it are left out.</param>
    /// <param name="style">Its colour.</param>
    public static void Line(IAnsiConsole console, string text, Style style)
    {
        console.Write(new Text(Cells.Clean(text), style));
        console.WriteLine();
    }

    /// <summary>Writes a line that is left to the terminal to wrap, so that the command or link in it can be copied whole.</summary>
    /// <inheritdoc cref="Line"/>
    public static void Whole(IAnsiConsole console, string text, Style style)
    {
        string clean = Cells.Clean(text);
        if (new Segment(clean).CellCount() <= console.Profile.Width)
        {
            Line(console, clean, style);
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(clean);
        }
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
