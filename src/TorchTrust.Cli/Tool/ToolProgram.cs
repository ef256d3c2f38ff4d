using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace TorchTrust.Cli.Tool;

/// <summary>The whole tool: reads the command line, runs the command, and turns errors into words and an exit code.</summary>
internal static class ToolProgram
{
    private const string Description =
        "Finds the faults in deep learning code on TorchSharp that nothing throws at, and shows that every pass could have failed.";

    /// <summary>Longer lines are hard to read.</summary>
    private const int WidestHelp = 80;

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where the words go.</param>
    /// <param name="commands">Makes the commands.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, Func<Terminal, IReadOnlyList<Command>> commands)
    {
        var root = new RootCommand(Description);
        foreach (Command command in commands(terminal))
        {
            root.Add(command);
        }

        // Commands inherit the option, and with it the width.
        foreach (HelpAction help in root.Options.Select(option => option.Action).OfType<HelpAction>())
        {
            help.MaxWidth = Math.Min(terminal.Out.Profile.Width, WidestHelp);
        }

        ParseResult given = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (given.Action is ParseErrorAction || (given.Action is null && given.Errors.Count > 0))
        {
            return Fail(terminal, ExitCode.WrongUse, UsageErrors.Describe(given));
        }

        try
        {
            return given.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out.Profile.Out.Writer,
                Error = terminal.Error.Profile.Out.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (ToolException problem)
        {
            return Fail(terminal, problem.ExitCode, problem.Message);
        }
        catch (SettingsException problem)
        {
            return Fail(terminal, ExitCode.WrongUse, problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, ExitCode.CannotRun, problem.Message);
        }
    }

    private static int Fail(Terminal terminal, int exitCode, string message)
    {
        terminal.Error.Write(new Text("error: ", new Style(Color.Red, decoration: Decoration.Bold)));
        terminal.Error.Profile.Out.Writer.WriteLine(message);
        return exitCode;
    }
}
