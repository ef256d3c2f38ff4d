using System.Globalization;
using System.Reflection;
using Spectre.Console;
using TorchTrust.Cli.Bringing;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;
using TorchTrust.Running;
using TorchTrust.Running.Hosting;
using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Cli.Watching;

/// <summary>One <c>torchtrust watch</c>, from the project to the exit code.</summary>
/// <param name="terminal">Where the words go: all of them to its error, since the output is the program's.</param>
/// <param name="asked">What was asked for.</param>
internal sealed class WatchRun(Terminal terminal, WatchSettings asked)
{
    private readonly DateTimeOffset _started = DateTimeOffset.Now;
    private readonly Observations _observations = new();

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ToolException">It cannot go on.</exception>
    public int Run()
    {
        using var signals = new RunSignals();
        using var display = new WatchDisplay(terminal, _observations, asked.IsQuiet);
        try
        {
            display.Say($"watch  building {asked.Target ?? "the project of this folder"}", Palette.Dim);
            UserProgram program = ProjectBuild.Make(asked.Target, asked.Build, signals.Token);
            WatchFit.Demand(program);
            Settings settings = ReadSettings(program);
            using MendedBackend mended = MendedBackend.Of(program);
            program = program with { Notes = [.. program.Notes, .. mended.Notes] };
            using WatchedConfiguration configuration = WatchedConfiguration.Of(program);
            using WovenProgram woven = Weave(program, mended.Files.Concat(configuration.Files).ToDictionary());
            return Run(program, woven, settings, signals, display);
        }
        catch (OperationCanceledException) when (signals.IsInterrupted)
        {
            display.Say("Interrupted before the program began.", Style.Plain);
            return ExitCode.Interrupted;
        }
    }

    private int Run(UserProgram program, WovenProgram woven, Settings settings, RunSignals signals, WatchDisplay display)
    {
        display.Say($"watch  running {program.Name} {string.Join(' ', asked.Arguments)}".TrimEnd(), Palette.Dim);
        bool isEndedByUs = false;
        int exitCode;
        TimeSpan life;
        using (WatchedProcess process = WatchedProcess.Start(woven, Path.GetFileName(program.AssemblyPath), asked, _observations))
        {
            signals.Attend(process);
            void EndIt()
            {
                isEndedByUs = true;
                process.End();
            }

            _observations.LimitReached += () => Task.Run(EndIt);
            using Timer? timer = asked.Time is { } time ? new Timer(_ => EndIt(), null, time, Timeout.InfiniteTimeSpan) : null;
            display.Start();
            exitCode = process.WaitForEnd();
            life = process.Life;
        }

        display.Dispose();
        woven.TakeDown(_observations.State is { } told
            ? new LoadedAssemblies(told.Woven, [], told.NotWoven)
            : null);
        woven.Dispose();
        TrustReport report = WatchReport.Of(
            program, _observations, woven.Summary, settings.Answers, Ending(exitCode, isEndedByUs, signals.IsInterrupted), life);
        var run = new TrustRun([report])
        {
            Command = Command(),
            Started = _started,
            Duration = DateTimeOffset.Now - _started,
            ToolVersion = LibraryVersions.Of(Assembly.GetExecutingAssembly()),
            Notes = [.. program.Notes],
            AllowsQuestions = asked.AllowsQuestions || (settings.AllowQuestions ?? false),
        };
        int code = Code(run, exitCode, isEndedByUs, signals.IsInterrupted);
        try
        {
            new WatchSummary(terminal.Error, run, _observations, isEndedByUs ? 0 : exitCode, asked.IsQuiet).Write(code);
        }
        catch (IOException)
        {
            // Nobody reads: the files are written all the same.
        }

        OutputWriter.Write(run, asked.Outputs, terminal.Error, SourceRoot.Of(program.Home));
        return code;
    }

    private Settings ReadSettings(UserProgram program) => asked.SettingsPath switch
    {
        null => SettingsFile.Find(program.Home) ?? new Settings(),
        { } path when File.Exists(path) => SettingsFile.Read(Path.GetFullPath(path)),
        { } path => throw ToolException.WrongUse($"There is no '{path}'."),
    };

    private static WovenProgram Weave(UserProgram program, IReadOnlyDictionary<string, string> additions)
    {
        try
        {
            WovenProgram woven = WovenProgram.Begin(
                HostLocation.Find(program: program.AssemblyPath), new TrustOptions { Additions = additions });
            woven.Complete();
            if (woven is { Paths.Woven.Count: > 0 })
            {
                return woven;
            }

            string? reason = woven.Summary.Off;
            woven.Dispose();
            throw ToolException.CannotRun($"{program.Name} cannot be watched. {reason}");
        }
        catch (HostUnavailableException reason)
        {
            throw ToolException.CannotRun(
                reason.Message.Replace(
                    "No process can be started for the check", $"{program.Name} cannot be watched", StringComparison.Ordinal));
        }
    }

    /// <summary>The program's own exit code where it is not 0 and not of our making; else what was found.</summary>
    private int Code(TrustRun run, int exitCode, bool isEndedByUs, bool isInterrupted)
    {
        TrustReport report = run.Reports[0];
        return isInterrupted ? (exitCode == 0 ? ExitCode.Interrupted : exitCode)
            : exitCode != 0 && !isEndedByUs ? exitCode
            : report.Errors.Any() ? ExitCode.Failed
            : _observations.Fault is not null ? ExitCode.CannotRun
            : _observations.Last is null || (!run.AllowsQuestions && report.Questions.Any()) ? ExitCode.NotProven
            : ExitCode.Proven;
    }

    private string Ending(int exitCode, bool isEndedByUs, bool isInterrupted) => this switch
    {
        _ when isEndedByUs => "was ended by --steps or --for",
        _ when isInterrupted => "was interrupted",
        _ when exitCode != 0 => $"{_observations.State?.Ending ?? "ended"}, with {ProcessEnd.Describe(exitCode)}",
        _ when _observations.State is { End: RunEnd.Natural } => "ended by itself",
        _ => "ended without a last word",
    };

    private string Command()
    {
        string[] limits =
        [
            .. asked.MostSteps > 0 ? ["--steps", asked.MostSteps.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. asked.Time is { } time
                ? ["--for", string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")]
                : Array.Empty<string>(),
        ];
        return string.Join(' ', [
            "torchtrust", "watch", asked.Target ?? ".", .. limits, .. asked.Arguments.Count > 0
                ? ["--", .. asked.Arguments]
                : Array.Empty<string>()]);
    }
}
