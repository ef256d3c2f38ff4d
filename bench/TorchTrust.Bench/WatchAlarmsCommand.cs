using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using Spectre.Console;
using TorchTrust.RightLoops;

namespace TorchTrust.Bench;

/// <summary>
/// Counts what <c>torchtrust watch</c> says of programs with nothing declared: of one round each right loop of the pool, which comes back
/// to its batches and streams in turn, of one round all of them, and of programs with one fault each, whose rule and line are told.
/// </summary>
internal static class WatchAlarmsCommand
{
    /// <summary>The rule that each faulty program is made for; the line of the fault is marked in its source.</summary>
    private static readonly (string Program, string Rule)[] _faulty =
    [
        ("NeverCleared", "watch-gradients-cleared"),
        ("StaleOptimizer", "watch-optimizer-is-current"),
        ("FrozenMoves", "watch-frozen-stays"),
        ("RateOfZero", "watch-rate-not-zero"),
        ("ModeNotPutBack", "watch-training-mode"),
        ("NotFinite", "watch-steps-are-finite"),
        ("EvaluationTrains", "watch-training-mode"),
        ("EvaluatesInTraining", "watch-evaluation-mode"),
        ("ClipsAfterStep", "watch-clipping-acts"),
        ("ScheduleNeverStepped", "watch-schedule-is-stepped"),
        ("HeadNotInOptimizer", "watch-parameters-held"),
        ("SameOrder", "watch-order-changes"),
        ("SeedInLoop", "watch-noise-is-new"),
        ("KeepsGraphs", "watch-graphs-are-freed"),
        ("ScheduleBeforeOptimizer", "watch-schedule-follows-step"),
        ("StepWithoutBackward", "watch-step-follows-backward"),
        ("SavesAnotherModel", "watch-saved-model-is-trained"),
        ("LoadLeavesOut", "watch-load-is-complete"),
    ];

    /// <summary>One program whose trainings are those of the pool, one after another.</summary>
    private const string AllInOne = "all";

    public static Command Create()
    {
        var names = new Option<string[]>("--names")
        {
            Description = "The loops; 'all' for one program with all of them; every program if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of each right program.", DefaultValueFactory = _ => 4 };
        var steps = new Option<int>("--steps")
        {
            Description = "Steps of an epoch, where a loop does not say.",
            DefaultValueFactory = _ => 10,
        };
        var command = new Command("watch-alarms", "Watches right and faulty training programs, and counts what is said.")
        {
            names, epochs, steps,
        };
        command.SetAction(parsed => Run(parsed.GetValue(names) ?? [], parsed.GetValue(epochs), parsed.GetValue(steps)));
        return command;
    }

    private static void Run(string[] names, int epochs, int steps)
    {
        bool Wanted(string name) => names.Length == 0 || names.Contains(name);
        string[][] right =
        [
            .. RightLoopPool.All.Select(loop => loop.Name).Append(AllInOne).Where(Wanted)
                .SelectMany(
                    name => new[] { new[] { "right", name, $"{epochs}", $"{steps}" }, ["right", name, $"{epochs}", $"{steps}", "stream"] }),
        ];
        TrustReport?[] reports = [.. right.Select(Watch)];
        int asking = reports.Count(report => report?.Questions.Any() == true);
        (string Program, string Rule)[] faulty = [.. _faulty.Where(each => Wanted(each.Program))];
        (bool IsFound, bool IsAtLine)[] found = [.. faulty.Select(each => Judge(each.Program, each.Rule))];
        var table = new Table()
            .AddColumns("programs", "count", "errors", "questions", "programs with a question", "found", "at the line", "without a report");
        table.AddRow(
            "right",
            $"{right.Length}",
            $"{reports.Sum(report => report?.Errors.Count() ?? 0)}",
            $"{reports.Sum(report => report?.Questions.Count() ?? 0)}",
            $"{asking}",
            "",
            "",
            $"{reports.Count(report => report is null)}");
        table.AddRow(
            "faulty", $"{faulty.Length}", "", "", "", $"{found.Count(each => each.IsFound)}", $"{found.Count(each => each.IsAtLine)}", "");
        AnsiConsole.Write(table);
    }

    private static TrustReport? Watch(string[] arguments)
    {
        string json = Path.Combine(Path.GetTempPath(), $"watch-alarms-{Environment.ProcessId}.json");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(
            ["exec", Place("Tool"), "watch", Place("WatchPrograms"), "--json", json, "--share", "100", "--quiet", "--", .. arguments],
            start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        string name = string.Join(' ', arguments);
        if (!File.Exists(json))
        {
            Console.WriteLine($"{name}: no report: {output.Result} {errors}");
            return null;
        }

        TrustReport report = TrustRun.FromJson(File.ReadAllText(json)).Reports[0];
        File.Delete(json);
        if (report.Failure is { } failure)
        {
            Console.WriteLine($"{name}: {failure}");
        }

        foreach (CheckResult result in report.Results.Where(result => result.Verdict == Verdict.Failed))
        {
            Finding first = result.Findings[0];
            Console.WriteLine(
                $"{name}: {result.Severity} {result.CheckId} ({result.Findings.Count}): {first.What}, {first.Source}; "
                    + $"{result.Declaration?.Split('\n')[0] ?? "no answer"}");
        }

        return report;
    }

    private static (bool IsFound, bool IsAtLine) Judge(string program, string rule)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Place("Faulty"), $"{program}.cs"));
        int fault = Array.FindIndex(lines, line => line.EndsWith("// fault", StringComparison.Ordinal)) + 1;
        IEnumerable<CheckResult> failed = Watch(["wrong", program])?.Results
            .Where(result => result.CheckId == rule && result.Verdict == Verdict.Failed) ?? [];
        Finding[] findings = [.. failed.SelectMany(result => result.Findings)];
        bool isAtLine = findings
            .Any(finding => finding.Source is { } source && Path.GetFileName(source.File) == $"{program}.cs" && source.Line == fault);
        string found = findings.Length == 0 ? "NOT FOUND" : isAtLine ? "found at the line" : $"found, not at line {fault}";
        Console.WriteLine($"wrong {program}: {rule} {found}");
        return (findings.Length > 0, isAtLine);
    }

    private static string Place(string key) => typeof(WatchAlarmsCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
