using System.CommandLine;
using System.Globalization;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Watching;

/// <summary>What may stand behind <c>watch</c>.</summary>
internal sealed class WatchChoices
{
    private const double DefaultShare = 0.03;

    private readonly OutputChoices _outputs = new();
    private readonly Argument<string?> _target = new("PROJECT")
    {
        Description = "A project, its folder, a program of one file, or a built assembly; the present folder if left out. What stands "
            + "behind -- goes to the program",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _steps = OptionKinds.Parsed(
        "--steps", "N", "Ends the program after so many steps, as Ctrl-C does", Quantities.Count, Quantities.Counts);

    private readonly Option<TimeSpan?> _time = OptionKinds.Parsed(
        "--for", "TIME", "Ends the program after a time, as Ctrl-C does", Quantities.Duration, Quantities.Durations);

    private readonly Option<double?> _share = OptionKinds.Parsed(
        "--share",
        "PERCENT",
        "How much of the program's time watching may take (3 if not given; 100 looks at every step)",
        Percent,
        "a number from 0.1 to 100");

    private readonly Option<bool> _series = OptionKinds.Flag(
        "--series-by-layer", "Gives the metric torchtrust.train.update_ratio a series for each layer");

    private readonly Option<string?> _configuration = OptionKinds.Text(
        "--configuration", "NAME", "The configuration that is built, such as Release", "-c");

    private readonly Option<string?> _framework = OptionKinds.Text(
        "--framework", "TFM", "The target framework (the newest that runs here if not given)", "-f");

    private readonly Option<bool> _noBuild = OptionKinds.Flag("--no-build", "Takes the project as it was built before");
    private readonly Option<string?> _config = OptionKinds.Text(
        "--config", "FILE", "The settings, with the answers to questions (torchtrust.json beside the project or above it if not given)");

    private readonly Option<bool> _allowQuestions = OptionKinds.Flag("--allow-questions", "Lets pass open questions");
    private readonly Option<bool> _noReport = OptionKinds.Flag(
        "--no-report", "Writes no file (torchtrust-report/report.html and report.json if no report is asked for)");

    private readonly Option<bool> _quiet = OptionKinds.Flag("--quiet", "Tells the verdict only, at the end", "-q");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_target);
        Option[] options =
        [
            _steps, _time, _share, _series, _configuration, _framework, _noBuild, _config, _allowQuestions, .. _outputs.Options, _noReport,
            _quiet,
        ];
        Array.ForEach(options, command.Add);
    }

    /// <summary>What was given.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="arguments">The program's own arguments.</param>
    public WatchSettings Read(ParseResult given, IReadOnlyList<string> arguments) => new()
    {
        Target = given.GetValue(_target),
        Arguments = arguments,
        Build = new BuildOptions(given.GetValue(_configuration), given.GetValue(_framework), given.GetValue(_noBuild)),
        Outputs = _outputs.Read(given) with { None = given.GetValue(_noReport) },
        MostSteps = given.GetValue(_steps) ?? 0,
        Time = given.GetValue(_time),
        Share = given.GetValue(_share) / 100 ?? DefaultShare,
        HasSeries = given.GetValue(_series),
        SettingsPath = given.GetValue(_config),
        AllowsQuestions = given.GetValue(_allowQuestions),
        IsQuiet = given.GetValue(_quiet),
    };

    private static double? Percent(string text) =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
            && percent is >= 0.1 and <= 100
            ? percent
            : null;
}
