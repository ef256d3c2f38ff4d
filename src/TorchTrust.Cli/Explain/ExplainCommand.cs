using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Explain;

/// <summary><c>explain</c>: the page of a check, in the terminal.</summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _id = new("ID")
    {
        Description = "The id of a check or a rule, as results and `torchtrust list` show it",

        // Without it the usage shows every id there is.
        HelpName = "ID",
    };

    private readonly Terminal _terminal;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the page goes.</param>
    public ExplainCommand(Terminal terminal)
    {
        _terminal = terminal;
        _id.CompletionSources.Add(
            _ => CheckPages.Ids.Concat(CheckPages.Rules).Select(id => new System.CommandLine.Completions.CompletionItem(id)));
        Command = new Command(
            "explain", "Shows the page of a check, or of a rule of watch: the fault, how it is found, and how to answer it.")
        {
            _id,
        };
        Command.SetAction(given => Run(given.GetRequiredValue(_id)));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Run(string id)
    {
        if (!CheckPages.Ids.Contains(id) && !CheckPages.Rules.Contains(id))
        {
            throw ToolException.WrongUse(
                $"There is no check '{id}'. {Suggestions.Nearest(id, [.. CheckPages.Ids, .. CheckPages.Rules])}{Containing(id)}`torchtrust "
                    + "list` shows them all.");
        }

        foreach (IRenderable part in MarkdownView.Of(CheckPages.Text(id)))
        {
            _terminal.Out.Write(part);
        }

        return ExitCode.Proven;
    }

    /// <summary>Who remembers a word of an id gets the ids with that word.</summary>
    private static string Containing(string word)
    {
        string[] similar = [.. CheckPages.Ids.Concat(CheckPages.Rules)
            .Where(id => word.Length > 2 && id.Contains(word, StringComparison.OrdinalIgnoreCase))];
        return similar.Length == 0 ? "" : $"Ids with '{word}': {string.Join(", ", similar)}. ";
    }
}
