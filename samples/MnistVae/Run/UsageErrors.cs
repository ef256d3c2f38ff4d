using System.CommandLine;
using System.CommandLine.Parsing;

namespace MnistVae.Run;

/// <summary>Says in one line what is wrong with a command line, and what is allowed.</summary>
internal static class UsageErrors
{
    /// <summary>Describes the first error.</summary>
    /// <param name="result">A command line with errors.</param>
    public static string Describe(ParseResult result)
    {
        if (result.UnmatchedTokens.Count > 0)
        {
            return $"'{result.UnmatchedTokens[0]}' is unknown; allowed is {Choices(result.CommandResult.Command)}.";
        }

        ParseError error = result.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Option: IAllowed option } found when found.Tokens.Count != 1 =>
                $"{found.Option.Name} has {(found.Tokens.Count == 0 ? "no value" : "more than one value")}; "
                    + $"allowed is {option.Allowed}.",
            ArgumentResult { Argument: IAllowed argument } found when found.Tokens.Count == 0 =>
                $"{found.Argument.Name} is missing; allowed is {argument.Allowed}.",
            CommandResult found when found.Command.Subcommands.Count > 0 =>
                $"A command is missing; allowed is {Choices(found.Command)}.",
            _ => error.Message,
        };
    }

    /// <summary>The commands, or where there are none the options, that may stand there.</summary>
    private static string Choices(Command command) => string.Join(", ", command.Subcommands.Count > 0
        ? command.Subcommands.Select(child => child.Name).Append("--help")
        : command.Options.Select(option => option.Name));
}
