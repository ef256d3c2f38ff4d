using System.CommandLine;

namespace TorchTrust.Cli.Tool;

/// <summary>The kinds of options that the commands have.</summary>
internal static class OptionKinds
{
    /// <summary>A switch.</summary>
    public static Option<bool> Flag(string name, string help, params string[] aliases) => new(name, aliases) { Description = help };

    /// <summary>A text, such as a name or a path.</summary>
    public static Option<string?> Text(string name, string kind, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, HelpName = kind };

    /// <summary>A text that may be given several times.</summary>
    public static Option<string[]> Several(string name, string kind, string help, params string[] aliases) => new(name, aliases)
    {
        Description = help,
        HelpName = kind,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>A value that is made of a text.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="kind">What stands for the value in the help.</param>
    /// <param name="help">What it does.</param>
    /// <param name="parse">Gives null for a text that is not allowed.</param>
    /// <param name="allowed">What is allowed, in words.</param>
    /// <param name="aliases">Other names.</param>
    public static Option<T?> Parsed<T>(
        string name, string kind, string help, Func<string, T?> parse, string allowed, params string[] aliases)
        where T : struct => new(name, aliases)
        {
            Description = help,
            HelpName = kind,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                T? value = parse(text);
                if (value is null)
                {
                    result.AddError($"{name} is '{text}', and must be {allowed}.");
                }

                return value;
            },
        };
}
