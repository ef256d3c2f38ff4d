using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TorchTrust.Cli.Described;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;

namespace TorchTrust.Cli.Checking;

/// <summary>What may stand behind <c>check</c>.</summary>
internal sealed class CheckChoices
{
    private static readonly string[] _areas = [.. Enum.GetNames<CheckArea>().Select(name => name.ToLowerInvariant())];

    private readonly OutputChoices _outputs = new();
    private readonly Argument<string?> _target = new("PROJECT")
    {
        Description = "A project, its folder, or a built assembly; the present folder if left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _subject = OptionKinds.Several(
        "--subject", "NAME", "Checks these subjects only; * stands for anything", "-s");

    private readonly Option<string?> _model = OptionKinds.Text(
        "--model", "CLASS", "Checks a model that has no subject, in a project that need not know TorchTrust");

    private readonly Option<string?> _build = OptionKinds.Text(
        "--build", "NEW", "How the model is built, as in \"new Net(10)\"");

    private readonly Option<string[]> _argument = OptionKinds.Several(
        "--argument", "NAME=VALUE", "An argument of the model's constructor, as in classes=10");

    private readonly Option<string?> _input = OptionKinds.Text(
        "--input", "INPUT", "What the model is called with, as in \"float[n,3,64,64]\" or \"long[n,16] in 0..999\"");

    private readonly Option<bool> _yes = OptionKinds.Flag(
        "--yes", "Uses the input that is proposed for the model where --input is not given");

    private readonly Option<string[]> _check = OptionKinds.Several("--check", "ID", "Runs these checks only");
    private readonly Option<CheckArea?[]> _area = new("--area")
    {
        Description = "Runs the checks of these areas only, such as gradients (`torchtrust list` shows all)",
        HelpName = "AREA",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => [.. result.Tokens.Select(token => Area(result, token.Value))],
    };

    private readonly Option<Severity?> _failOn = OptionKinds.Parsed(
        "--fail-on",
        "error|question",
        "The least severity that fails the run with 1 (error if not given)",
        Quantities.Severity,
        Quantities.Severities);

    private readonly Option<bool> _allowUnproven = OptionKinds.Flag(
        "--allow-unproven", "Lets pass what was not proven; open questions are not let pass by it");

    private readonly Option<bool> _allowQuestions = OptionKinds.Flag(
        "--allow-questions", "Lets pass open questions; what was not proven is not let pass by it");

    private readonly Option<int?> _level = OptionKinds.Parsed(
        "--level", "N", "Runs the checks of this level and of those before (all if not given)", Quantities.Count, Quantities.Counts);

    private readonly Option<long?> _seed = OptionKinds.Parsed(
        "--seed", "N", "Decides all that is random (42 if not given)", Seed, "a whole number");

    private readonly Option<TimeSpan?> _timeLimit = OptionKinds.Parsed(
        "--time-limit", "TIME", "How long one check may take (2m if not given)", Quantities.Duration, Quantities.Durations);

    private readonly Option<TimeSpan?> _timeout = OptionKinds.Parsed(
        "--timeout",
        "TIME",
        "How long one subject may take before no further check is begun (10m if not given)",
        Quantities.Duration,
        Quantities.Durations);

    private readonly Option<long?> _memoryLimit = OptionKinds.Parsed(
        "--memory-limit", "SIZE", "How much memory one subject may have", Quantities.Bytes, Quantities.Sizes);

    private readonly Option<int?> _jobs = OptionKinds.Parsed(
        "--jobs",
        "N",
        "How many subjects are checked side by side (one a core if not given)",
        Quantities.Count,
        Quantities.Counts,
        "-j");

    private readonly Option<int?> _threads = OptionKinds.Parsed(
        "--threads",
        "N",
        "The threads that each subject computes with (the cores are shared out if not given)",
        Quantities.Count,
        Quantities.Counts);

    private readonly Option<string?> _device = OptionKinds.Text(
        "--device", "DEVICE",
        "Moves each model and each loss there, with what it is given: cuda, cuda:1, mps, cpu (where its recipe puts it if not given)");

    private readonly Option<string?> _configuration = OptionKinds.Text(
        "--configuration", "NAME", "The configuration that is built, such as Release", "-c");

    private readonly Option<string?> _framework = OptionKinds.Text(
        "--framework", "TFM", "The target framework (the newest that runs here if not given)", "-f");

    private readonly Option<bool> _noBuild = OptionKinds.Flag("--no-build", "Takes the project as it was built before");
    private readonly Option<bool> _noWeaving = OptionKinds.Flag(
        "--no-weaving", "Runs the assemblies as they are: no call is seen or broken by its line");

    private readonly Option<string?> _config = OptionKinds.Text(
        "--config", "FILE", "The settings (torchtrust.json beside the project or above it if not given)");

    private readonly Option<string?> _baseline = OptionKinds.Text(
        "--baseline", "FILE", "The failures that do not fail the run (torchtrust.baseline.json beside the project, if there)");

    private readonly Option<bool> _updateBaseline = OptionKinds.Flag(
        "--update-baseline", "Writes the failures of this run into the baseline");

    private readonly Option<bool> _noReport = OptionKinds.Flag(
        "--no-report", "Writes no file (torchtrust-report/report.html and report.json if no report is asked for)");

    private readonly Option<bool> _showData = OptionKinds.Flag(
        "--show-data", "Shows a few items of data sets in the report (if not given, at a terminal and outside of CI only)");

    private readonly Option<bool> _hideData = OptionKinds.Flag("--hide-data", "Shows no item of data sets in the report");

    private readonly Option<bool> _quiet = OptionKinds.Flag("--quiet", "Tells the verdict only", "-q");
    private readonly Option<bool> _verbose = OptionKinds.Flag("--verbose", "Tells every result, with its proof of power", "-v");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_target);
        Option[] options =
        [
            _subject, _model, _build, _argument, _input, _yes, _check, _area, _failOn, _allowUnproven, _allowQuestions, _level, _seed,
            _timeLimit, _timeout, _memoryLimit, _jobs, _threads, _device,
            _configuration, _framework, _noBuild, _noWeaving, _config, _baseline, _updateBaseline, .. _outputs.Options, _noReport,
            _showData, _hideData, _quiet, _verbose,
        ];
        Array.ForEach(options, command.Add);
    }

    /// <summary>What was given.</summary>
    public CheckSettings Read(ParseResult given) => new()
    {
        Target = given.GetValue(_target),
        Model = new ModelOptions
        {
            Model = given.GetValue(_model),
            Build = given.GetValue(_build),
            Arguments = given.GetValue(_argument) ?? [],
            Input = given.GetValue(_input),
            AcceptsProposals = given.GetValue(_yes),
        },
        Build = new BuildOptions(given.GetValue(_configuration), given.GetValue(_framework), given.GetValue(_noBuild)),
        Selection = new Selection(
            given.GetValue(_check) ?? [], [.. (given.GetValue(_area) ?? []).OfType<CheckArea>()], given.GetValue(_subject) ?? []),
        Outputs = _outputs.Read(given) with { None = given.GetValue(_noReport) },
        Overrides = new Settings
        {
            Seed = given.GetValue(_seed),
            FailOn = given.GetValue(_failOn),
            Level = given.GetValue(_level),
            AllowQuestions = given.GetValue(_allowQuestions) ? true : null,
            AllowUnproven = given.GetValue(_allowUnproven) ? true : null,
            TimeLimit = given.GetValue(_timeLimit),
            Timeout = given.GetValue(_timeout),
            MemoryLimit = given.GetValue(_memoryLimit),
            Jobs = given.GetValue(_jobs),
            Baseline = given.GetValue(_baseline),
        },
        SettingsPath = given.GetValue(_config),
        Device = given.GetValue(_device),
        Weaves = !given.GetValue(_noWeaving),
        UpdatesBaseline = given.GetValue(_updateBaseline),
        Threads = given.GetValue(_threads),
        ShowsData = given.GetValue(_hideData) ? false : given.GetValue(_showData) ? true : null,
        IsQuiet = given.GetValue(_quiet),
        IsVerbose = given.GetValue(_verbose),
        Repeated =
        [
            .. new Option[]
            {
                _model, _build, _argument, _input, _configuration, _framework, _timeLimit, _memoryLimit, _level, _device, _noWeaving,
                _config,
            }.SelectMany(option => Given(given, option)),
        ],
    };

    private static IEnumerable<string> Given(ParseResult given, Option option) => given.GetResult(option) is { Implicit: false } result
        ? [option.Name, .. result.Tokens.Select(token => token.Value)]
        : [];

    private static long? Seed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed) ? seed : null;

    private static CheckArea? Area(ArgumentResult result, string text)
    {
        int index = Array.IndexOf(_areas, text.ToLowerInvariant());
        if (index < 0)
        {
            result.AddError($"--area is '{text}'. Allowed: {string.Join(", ", _areas)}.");
            return null;
        }

        return Enum.GetValues<CheckArea>()[index];
    }
}
