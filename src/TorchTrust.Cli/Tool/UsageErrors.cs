using System.CommandLine;
using System.CommandLine.Parsing;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Tool;

/// <summary>Says in one line what is wrong with a command line, and what is allowed.</summary>
internal static class UsageErrors
{
    /// <summary>Describes the first error.</summary>
    /// <param name="given">A command line with errors.</param>
    public static string Describe(ParseResult given)
    {
        Command command = given.CommandResult.Command;
        if (given.UnmatchedTokens.Count > 0)
        {
            string unknown = given.UnmatchedTokens[0];
            string[] known = [.. Choices(command)];
            return $"'{unknown}' is unknown here. {Suggestions.Nearest(unknown, known)}Allowed: {string.Join(", ", known)}.";
        }

        ParseError error = given.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Option: { } option } found when found.Tokens.Count == 0 && option.Arity.MinimumNumberOfValues > 0 =>
                $"{option.Name} needs a value: {option.Name} {option.HelpName ?? "VALUE"}.",
            CommandResult found when found.Command.Subcommands.Count > 0 =>
                $"A command is missing. There are: {string.Join(", ", Choices(found.Command))}.",
            _ => error.Message,
        };
    }

    private static IEnumerable<string> Choices(Command command) => command.Subcommands.Count > 0
        ? command.Subcommands.Select(child => child.Name).Append("--help")
        : command.Options.Where(option => !option.Hidden).Select(option => option.Name);
}
