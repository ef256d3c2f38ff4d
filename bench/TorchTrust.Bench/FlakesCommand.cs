using System.CommandLine;
using Spectre.Console;
using TorchTrust.RightModels;

namespace TorchTrust.Bench;

/// <summary>
/// Runs each check many times, spread over the models that it applies to, seeds, and one and two threads, and counts changes
/// of verdict. What is done stands in a file, so that a run can be taken up again.
/// </summary>
internal static class FlakesCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often each check runs at least.", DefaultValueFactory = _ => 1000 };
        var minutes = new Option<double>("--minutes")
        {
            Description = "After this time no further model is begun; the next call goes on.",
            DefaultValueFactory = _ => double.PositiveInfinity,
        };
        var file = new Option<FileInfo>("--file")
        {
            Description = "Where results are kept.",
            DefaultValueFactory = _ => new FileInfo("artifacts/flakes.jsonl"),
        };
        var checks = new Option<string[]>("--checks")
        {
            Description = "The ids of the checks; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("flakes", "Counts changes of verdict over models, seeds and threads.") { runs, minutes, file, checks };
        command.SetAction(parsed => Run(
            parsed.GetValue(checks) is { Length: > 0 } chosen ? chosen : null,
            parsed.GetValue(runs),
            TimeSpan.FromMinutes(Math.Min(parsed.GetValue(minutes), 1e6)),
            parsed.GetValue(file)!.FullName));
        return command;
    }

    private static void Run(IReadOnlyList<string>? chosen, int runs, TimeSpan time, string path)
    {
        using FlakeLog log = FlakeLog.Open(path);
        DateTime end = DateTime.UtcNow + time;
        for (long seed = 0; DateTime.UtcNow < end; seed++)
        {
            // What applies to a model shows at the first seed.
            IReadOnlyCollection<string> wanting = log.Wanting(runs);
            if (seed > 0 && wanting.Count == 0)
            {
                break;
            }

            var rows =
                from model in RightModelPool.All
                from threads in Enumerable.Range(1, 2)
                where !log.Holds(model.Name, seed, threads)
                select (model, threads);
            Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, row =>
            {
                IReadOnlyList<string>? checks = log.Applicable(row.model.Name)?.Intersect(wanting).ToList() ?? chosen;
                if (checks is { Count: 0 } || DateTime.UtcNow > end)
                {
                    return;
                }

                TrustReport report = Trust.Check(
                    row.model.Declared,
                    new TrustOptions { Seed = seed, ProvesPower = false, Threads = row.threads, Checks = checks });
                log.Add(new FlakeRow(
                    row.model.Name,
                    seed,
                    row.threads,
                    report.Results.ToDictionary(result => result.CheckId, result => result.Verdict)));
            });
            AnsiConsole.WriteLine($"seed {seed}: {log.Rows} rows; {wanting.Count} checks had fewer than {runs} runs before");
        }

        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(log.Table());
    }
}
