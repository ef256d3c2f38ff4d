using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using TorchTrust.Cli.Configuration;
using TorchTrust.Cli.Described;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;
using TorchTrust.Running;

namespace TorchTrust.Cli.Checking;

/// <summary>One <c>torchtrust check</c>, from the project to the exit code.</summary>
internal sealed partial class CheckRun(Terminal terminal, CheckSettings asked, CancellationToken cancellation)
{
    private readonly DateTimeOffset _started = DateTimeOffset.Now;
    private readonly IRunDisplay _display = asked.IsQuiet ? new QuietDisplay()
        : terminal.IsLive ? new TerminalDisplay(terminal.Out, asked.IsVerbose)
        : new PlainDisplay(terminal.Out, asked.IsVerbose);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ToolException">It cannot go on.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted before the first check.</exception>
    public int Run()
    {
        Demand(asked.Selection);
        DemandDevice(asked.Device);
        Demand(asked.Model);
        using PreparedRun prepared = _display.While(Prepare);
        UserProgram program = prepared.Program;
        IReadOnlyList<FoundSubject> subjects = prepared.Subjects;
        Settings settings = ReadSettings(program);
        string? baselinePath = BaselinePath(settings, program);
        IReadOnlyList<KnownFailure> known = baselinePath is not null && File.Exists(baselinePath) ? Baseline.Read(baselinePath) : [];
        (int jobs, int? share) = RunPlan.Share(subjects.Count, asked.Overrides.Jobs ?? settings.Jobs, Environment.ProcessorCount);
        int? threads = asked.Threads ?? share;
        RunPlan plan = Plan(settings, prepared, jobs, threads);
        Tell(prepared, plan, settings);
        var runner = new SubjectRunner(plan, new SharedProofTime(plan.Options.ProofTime, subjects.Count), _display, cancellation);
        _display.Found(subjects.Count);
        var watch = Stopwatch.StartNew();
        IReadOnlyList<SubjectOutcome> outcomes = Named.Apart(_display.While(() => SideBySide.Run(subjects, jobs, runner.Run)));
        var repeat = new RepeatCommand(asked.Target ?? ".", plan.Options.Seed, threads, [.. prepared.Repeated, .. asked.Repeated]);
        List<string> unmoved = [.. UnmovedSubjects.Note(asked.Device, outcomes.Select(outcome => outcome.Report).OfType<TrustReport>())];
        var run = new TrustRun([.. outcomes.Select(outcome => outcome.Report).OfType<TrustReport>()])
        {
            Command = repeat.Of(asked.Selection),
            Started = _started,
            Duration = watch.Elapsed,
            ToolVersion = LibraryVersions.Of(Assembly.GetExecutingAssembly()),
            KnownFailures = known,
            Notes = [.. program.Notes, KnownTraps.Note, .. unmoved],
            AllowsQuestions = asked.Overrides.AllowQuestions ?? settings.AllowQuestions ?? false,
        };
        if (asked.UpdatesBaseline)
        {
            run = run with { KnownFailures = UpdateBaseline(baselinePath!, run) };
        }

        TellUnusedSkips(settings, outcomes);
        if (!asked.IsQuiet)
        {
            unmoved.ForEach(Say);
        }

        var judgement = new Judgement(run, asked.Overrides.FailOn ?? settings.FailOn ?? Severity.Error);
        int exitCode = judgement.ExitCode(outcomes, asked.Overrides.AllowUnproven ?? settings.AllowUnproven ?? false, run.AllowsQuestions);
        var summary = new Summary(terminal.Out, run, judgement, repeat, outcomes);
        if (asked.IsQuiet)
        {
            summary.WriteVerdict(exitCode);
        }
        else
        {
            summary.Write(exitCode, asked.IsVerbose);
        }

        if (run.Reports.Count > 0)
        {
            OutputWriter.Write(run, asked.Outputs, terminal.Out, SourceRoot.Of(program.Home));
        }

        return exitCode;
    }

    [GeneratedRegex(@"^(cpu|mps|cuda(:\d{1,3})?)$")]
    private static partial Regex DevicePattern();

    private static void DemandDevice(string? device)
    {
        if (device is not null && !DevicePattern().IsMatch(device))
        {
            throw ToolException.WrongUse($"--device is '{device}'. Allowed: cpu, cuda, cuda:N, mps.");
        }
    }

    private static void Demand(Selection selection)
    {
        foreach (string unknown in selection.Checks.Select(CheckNames.Unknown).OfType<string>())
        {
            throw ToolException.WrongUse($"--check names {unknown}");
        }
    }

    private Settings ReadSettings(UserProgram program) => asked.SettingsPath switch
    {
        null => SettingsFile.Find(program.Home) ?? new Settings(),
        { } path when File.Exists(path) => SettingsFile.Read(Path.GetFullPath(path)),
        { } path => throw ToolException.WrongUse($"There is no '{path}'."),
    };

    private static void Demand(ModelOptions model)
    {
        (string Option, bool IsGiven)[] dependent =
            [("--input", model.Input is not null), ("--argument", model.Arguments.Count > 0), ("--yes", model.AcceptsProposals)];
        foreach ((string option, _) in dependent.Where(each => each.IsGiven && !model.IsGiven))
        {
            throw ToolException.WrongUse($"{option} says something of a model, and none is named: --model Namespace.Net.");
        }
    }

    private PreparedRun Prepare()
    {
        _display.Doing($"building {asked.Target ?? "the project of this folder"}");
        if (asked.Model.IsGiven)
        {
            return asked.Selection.Subjects.Count == 0
                ? new ModelPreparation(asked, _display, cancellation).Prepare()
                : throw ToolException.WrongUse("--model and --subject both say what is checked. Leave one of them out.");
        }

        UserProgram program = ProjectBuild.Make(asked.Target, asked.Build, cancellation);
        ProgramMetadata metadata = MetadataReader.Read(program);
        if (metadata.Misplaced.Count > 0)
        {
            throw ToolException.WrongUse(string.Join('\n', metadata.Misplaced));
        }

        if (metadata.Subjects.Count == 0)
        {
            throw ToolException.WrongUse(PasteText.Write(program.Name, metadata, asked.IsVerbose));
        }

        return (NativeBackend.Problem(program) ?? TorchSharpFit.Problem(program)) is { } problem
            ? throw ToolException.CannotRun(problem)
            : new PreparedRun(program, asked.Selection.Of(metadata.Subjects));
    }

    private RunPlan Plan(Settings settings, PreparedRun prepared, int jobs, int? threads)
    {
        var defaults = new TrustOptions();
        Settings overrides = asked.Overrides;
        var options = new TrustOptions
        {
            Seed = overrides.Seed ?? settings.Seed ?? defaults.Seed,
            CheckTimeLimit = overrides.TimeLimit ?? settings.TimeLimit ?? defaults.CheckTimeLimit,
            TimeBudget = overrides.Timeout ?? settings.Timeout ?? defaults.TimeBudget,
            MemoryLimit = overrides.MemoryLimit ?? settings.MemoryLimit,
            Threads = threads,
            Program = prepared.Program.AssemblyPath,
            Additions = prepared.Additions,
            HostsSideBySide = jobs,
            Weaving = asked.Weaves,
            Device = asked.Device,
            ShowsData = asked.ShowsData,

            // The baseline is looked up when the names of all subjects are known.
            Project = new ProjectSettings { Path = settings.Path, Level = overrides.Level ?? settings.Level, Skips = settings.Skips },
        };
        return new RunPlan(options, asked.Selection, jobs);
    }

    private string? BaselinePath(Settings settings, UserProgram program)
    {
        string beside = Path.Combine(program.Home, Baseline.FileName);
        return asked.Overrides.Baseline ?? settings.Baseline ?? (asked.UpdatesBaseline || File.Exists(beside) ? beside : null);
    }

    private IReadOnlyList<KnownFailure> UpdateBaseline(string path, TrustRun run)
    {
        IReadOnlyList<KnownFailure> after = BaselineUpdate.After(run);
        BaselineUpdate.Write(path, after);
        Say($"baseline: {UserPath.Shown(path)} now knows {Counted.Of(after.Count, "failure")}.");
        return after;
    }

    private void Tell(PreparedRun prepared, RunPlan plan, Settings settings)
    {
        if (asked.IsQuiet)
        {
            return;
        }

        string threads = plan.Options.Threads is { } count ? $", {Counted.Of(count, "thread")} each" : "";
        string together = plan.Jobs > 1 ? $", {plan.Jobs} side by side{threads}" : "";
        Say($"{prepared.Program.Name}: {Counted.Of(prepared.Subjects.Count, "subject")}{together}, seed {plan.Options.Seed}");
        foreach (string note in prepared.Program.Notes.Append(KnownTraps.Note))
        {
            Say(note);
        }

        if (prepared.Lines is { } lines)
        {
            Say("The same as a subject, for a project that references TorchTrust:");
            foreach (string line in lines.Split('\n'))
            {
                Say(line.Length == 0 ? "" : $"    {line}");
            }
        }

        if (asked.IsVerbose && settings.Path is not null)
        {
            Say($"settings: {settings.Path}");
        }
    }

    private void TellUnusedSkips(Settings settings, IReadOnlyList<SubjectOutcome> outcomes)
    {
        bool isWhole = asked.Selection is { Checks: [], Areas: [], Subjects: [] } && !outcomes.Any(outcome => outcome.IsInterrupted);
        if (asked.IsQuiet || !isWhole)
        {
            return;
        }

        foreach (Skip skip in settings.Skips.Where(skip => !outcomes.Any(outcome => outcome.Report is { } report
            && report.Results.Any(result => skip.Covers(result.CheckId, [report.Subject, .. outcome.Subject.Names])))))
        {
            string subject = skip.Subject is null ? "" : $" on {skip.Subject}";
            Say($"{Settings.FileName}: the skip of {skip.Check}{subject} covers nothing that there is.");
        }
    }

    private void Say(string text) => Terminal.Line(terminal.Out, text, Palette.Dim);
}
