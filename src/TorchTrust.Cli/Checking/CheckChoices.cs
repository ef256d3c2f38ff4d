using System.CommandLine;
using System.CommandLine.Parsing;
using TorchTrust.Cli.Configuration;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Checking;

/// <summary>What may stand behind <c>check</c>.</summary>
internal sealed class CheckChoices
{
    private readonly OutputChoices _outputs = new();
    private readonly Argument<string?> _target = new("PROJECT")
    {
        Description = "A project, its folder, or a built assembly; the present folder if left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _subject = Several("--subject", "NAME", "Checks these subjects only; * stands for anything", "-s");
    private readonly Option<string[]> _check = Several("--check", "ID", "Runs these checks only");
    private readonly Option<CheckArea?[]> _area = new("--area")
    {
        Description = "Runs the checks of these areas only",
        HelpName = string.Join('|', Enum.GetNames<CheckArea>().Select(name => name.ToLowerInvariant())),
    };

    private readonly Option<Severity?> _failOn = Parsed("--fail-on", "error|warning", "The least severity that fails the run (error if not given)", Quantities.Severity, Quantities.Severities);
    private readonly Option<bool> _allowUnproven = new("--allow-unproven") { Description = "Ends with 0 where nothing failed, even if something was not proven" };
    private readonly Option<long?> _seed = Parsed("--seed", "N", "Decides all that is random (42 if not given)", text => long.TryParse(text, out long seed) ? seed : (long?)null, "a whole number");
    private readonly Option<TimeSpan?> _timeLimit = Parsed("--time-limit", "TIME", "How long one check may take (2m if not given)", Quantities.Duration, Quantities.Durations);
    private readonly Option<TimeSpan?> _timeout = Parsed("--timeout", "TIME", "How long one subject may take before no further check is begun (10m if not given)", Quantities.Duration, Quantities.Durations);
    private readonly Option<long?> _memoryLimit = Parsed("--memory-limit", "SIZE", "How much memory one subject may have", Quantities.Bytes, Quantities.Sizes);
    private readonly Option<int?> _jobs = Parsed("--jobs", "N", "How many subjects are checked side by side (one a core if not given)", Count, "a whole number from 1 to 1023", "-j");
    private readonly Option<int?> _threads = Parsed("--threads", "N", "The threads that each subject computes with (the cores are shared out if not given)", Count, "a whole number from 1 to 1023");
    private readonly Option<string?> _configuration = Text("--configuration", "NAME", "The configuration that is built, such as Release", "-c");
    private readonly Option<string?> _framework = Text("--framework", "TFM", "The target framework (the newest that runs here if not given)", "-f");
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Takes the project as it was built before" };
    private readonly Option<string?> _config = Text("--config", "FILE", "The settings (torchtrust.json beside the project or above it if not given)");
    private readonly Option<string?> _baseline = Text("--baseline", "FILE", "The known failures, which do not fail the run (torchtrust.baseline.json beside the project, if there)");
    private readonly Option<bool> _updateBaseline = new("--update-baseline") { Description = "Writes the failures of this run into the baseline" };
    private readonly Option<bool> _noReport = new("--no-report") { Description = "Writes no file (torchtrust-report/report.html and report.json if no report is asked for)" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Tells the verdict only" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tells every result, with its proof of power" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_target);
        Option[] options =
        [
            _subject, _check, _area, _failOn, _allowUnproven, _seed, _timeLimit, _timeout, _memoryLimit, _jobs, _threads, _configuration, _framework,
            _noBuild, _config, _baseline, _updateBaseline, .. _outputs.Options, _noReport, _quiet, _verbose,
        ];
        Array.ForEach(options, command.Add);
        _area.CustomParser = result => [.. result.Tokens.Select(token => Area(result, token.Value))];
        _area.AllowMultipleArgumentsPerToken = false;
    }

    /// <summary>What was given.</summary>
    public CheckSettings Read(ParseResult given) => new()
    {
        Target = given.GetValue(_target),
        Build = new BuildOptions(given.GetValue(_configuration), given.GetValue(_framework), given.GetValue(_noBuild)),
        Selection = new Selection(given.GetValue(_check) ?? [], [.. (given.GetValue(_area) ?? []).OfType<CheckArea>()], given.GetValue(_subject) ?? []),
        Outputs = _outputs.Read(given) with { None = given.GetValue(_noReport) },
        Overrides = new Settings
        {
            Seed = given.GetValue(_seed),
            FailOn = given.GetValue(_failOn),
            AllowUnproven = given.GetValue(_allowUnproven) ? true : null,
            TimeLimit = given.GetValue(_timeLimit),
            Timeout = given.GetValue(_timeout),
            MemoryLimit = given.GetValue(_memoryLimit),
            Jobs = given.GetValue(_jobs),
            Baseline = given.GetValue(_baseline),
        },
        SettingsPath = given.GetValue(_config),
        UpdatesBaseline = given.GetValue(_updateBaseline),
        Threads = given.GetValue(_threads),
        IsQuiet = given.GetValue(_quiet),
        IsVerbose = given.GetValue(_verbose),
        Repeated = [.. new Option[] { _configuration, _framework, _timeLimit, _memoryLimit, _config }.SelectMany(option => Given(given, option))],
    };

    private static IEnumerable<string> Given(ParseResult given, Option option) => given.GetResult(option) is { Implicit: false } result
        ? [option.Name, .. result.Tokens.Select(token => token.Value)]
        : [];

    private static CheckArea? Area(ArgumentResult result, string text)
    {
        string[] names = [.. Enum.GetNames<CheckArea>().Select(name => name.ToLowerInvariant())];
        int index = Array.IndexOf(names, text.ToLowerInvariant());
        if (index < 0)
        {
            result.AddError($"--area is '{text}'. Allowed: {string.Join(", ", names)}.");
            return null;
        }

        return Enum.GetValues<CheckArea>()[index];
    }

    private static int? Count(string text) => int.TryParse(text, out int count) && count is > 0 and < 1024 ? count : null;

    private static Option<string?> Text(string name, string kind, string help, params string[] aliases) => new(name, aliases) { Description = help, HelpName = kind };

    private static Option<string[]> Several(string name, string kind, string help, params string[] aliases) => new(name, aliases)
    {
        Description = help,
        HelpName = kind,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static Option<T?> Parsed<T>(string name, string kind, string help, Func<string, T?> parse, string allowed, params string[] aliases)
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
