using System.CommandLine;
using System.Text.Json;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Outputs;

/// <summary><c>report</c>: makes the reports of a run again, from its JSON alone.</summary>
internal sealed class ReportCommand
{
    private readonly Terminal _terminal;
    private readonly OutputChoices _outputs = new();
    private readonly Argument<string> _file = new("RESULTS") { Description = "The report.json of a run" };

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the words go.</param>
    public ReportCommand(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("report", "Makes the reports of a run again, from its report.json; without options: report.html beside it.")
        {
            _file,
        };
        foreach (Option option in _outputs.Options)
        {
            Command.Add(option);
        }

        Command.SetAction(Write);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Write(ParseResult given)
    {
        string path = given.GetValue(_file)!;
        OutputOptions options = _outputs.Read(given);
        if (options == new OutputOptions())
        {
            options = new OutputOptions { Html = Path.ChangeExtension(path, ".html") };
        }

        OutputWriter.Write(Read(path), options, _terminal.Out, SourceRoot.Of(Directory.GetCurrentDirectory()));
        return ExitCode.Proven;
    }

    private static TrustRun Read(string path)
    {
        if (!File.Exists(path))
        {
            throw ToolException.WrongUse($"There is no '{path}'.");
        }

        try
        {
            return TrustRun.FromJson(File.ReadAllText(path));
        }
        catch (JsonException problem)
        {
            throw ToolException.WrongUse($"{path} is no report of TorchTrust: {problem.Message}");
        }
    }
}
