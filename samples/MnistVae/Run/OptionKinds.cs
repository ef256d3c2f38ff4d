using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistVae.Run;

/// <summary>The kinds of options that the commands have; each refuses what it does not take, and says what it takes.</summary>
internal static partial class OptionKinds
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<long?> WholeNumber(string name, string help, long minimum, long maximum)
    {
        string allowed = FormattableString.Invariant($"a whole number from {minimum} to {maximum}");
        return Parsed<long?>(name, help, "N", allowed, text =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
                && value >= minimum && value <= maximum
                ? value
                : null);
    }

    /// <summary>A number above 0, up to a bound.</summary>
    public static Option<double?> PositiveNumber(string name, string help, double maximum)
    {
        string allowed = FormattableString.Invariant($"a number above 0, up to {maximum}, like 0.001 or 1e-3");
        return Parsed<double?>(name, help, "X", allowed, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value > 0 && value <= maximum
                ? value
                : null);
    }

    /// <summary>One value of an enumeration, in lower case.</summary>
    public static Option<T?> OneOf<T>(string name, string help)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(value => value.ToLowerInvariant())];
        return Parsed<T?>(name, help, string.Join('|', names), string.Join(" or ", names), text =>
            Array.IndexOf(names, text) is int index and >= 0 ? Enum.GetValues<T>()[index] : null);
    }

    /// <summary>A device.</summary>
    public static Option<string?> Device()
    {
        const string Allowed = "cpu, cuda, or cuda with an index like cuda:1";
        return Parsed<string?>("--device", "The device of the model", "DEVICE", Allowed, text =>
            IsDevice(text) ? text : null);
    }

    /// <summary>The name of a folder or file.</summary>
    public static Option<string?> PathName(string name, string help, string kind) =>
        Parsed<string?>(name, help, kind, $"the name of a {kind.ToLowerInvariant()}", text =>
            string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text);

    /// <summary>Which checkpoint of a run.</summary>
    public static Option<CheckpointKind?> Checkpoint() =>
        OneOf<CheckpointKind>("--checkpoint", "The checkpoint of the run (last if not given)");

    /// <summary>The folder of a run, as an argument.</summary>
    public static Argument<string> Run() => new AllowedArgument<string>("RUN", "the folder of a run, like runs/my-run")
    {
        Description = "The folder of a run",
    };

    /// <summary>Whether this is the name of a device.</summary>
    public static bool IsDevice(string? text) => text is not null && DevicePattern().IsMatch(text);

    private static AllowedOption<T?> Parsed<T>(
        string name, string help, string helpName, string allowed, Func<string, T?> parse) => new(name, allowed)
        {
            Description = $"{help}: {allowed}",
            HelpName = helpName,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => Parse(result, name, allowed, parse),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string allowed, Func<string, T?> parse)
    {
        string text = result.Tokens[^1].Value;
        T? value = parse(text);
        if (value is null)
        {
            result.AddError($"{name} is '{text}'; allowed is {allowed}.");
        }

        return value;
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,2})?)$")]
    private static partial Regex DevicePattern();
}
