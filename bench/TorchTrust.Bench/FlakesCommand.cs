using System.CommandLine;
using Spectre.Console;
using TorchSharp;

namespace TorchTrust.Bench;

/// <summary>
/// Runs each check many times, spread over the subjects of a pool that it applies to, seeds, and one and two threads, and counts changes
/// of verdict. What is done stands in a file, so that a run can be taken up again.
/// </summary>
internal static class FlakesCommand
{
    public static Command Create()
    {
        Option<string> kind = RightSubject.KindOption();
        var runs = new Option<int>("--runs") { Description = "How often each check runs at least.", DefaultValueFactory = _ => 1000 };
        var minutes = new Option<double>("--minutes")
        {
            Description = "After this time no further subject is begun; the next call goes on.",
            DefaultValueFactory = _ => double.PositiveInfinity,
        };
        var file = new Option<FileInfo?>("--file")
        {
            Description = "Where results are kept; artifacts/flakes-KIND.jsonl if none is given.",
        };
        var checks = new Option<string[]>("--checks")
        {
            Description = "The ids of the checks; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var inProcess = new Option<bool>("--in-process")
        {
            Description =
                "Runs the checks in this process, one subject at a time, for kinds whose checks end no process: no host is started.",
        };
        var command = new Command("flakes", "Counts changes of verdict over subjects, seeds and threads.")
        {
            kind, runs, minutes, file, checks, inProcess,
        };
        command.SetAction(parsed => Run(
            RightSubject.Pool(parsed.GetValue(kind)!),
            parsed.GetValue(checks) is { Length: > 0 } chosen ? chosen : null,
            parsed.GetValue(runs),
            TimeSpan.FromMinutes(Math.Min(parsed.GetValue(minutes), 1e6)),
            parsed.GetValue(file)?.FullName ?? $"artifacts/flakes-{parsed.GetValue(kind)}.jsonl",
            parsed.GetValue(inProcess)));
        return command;
    }

    private static void Run(
        IReadOnlyList<RightSubject> pool, IReadOnlyList<string>? chosen, int runs, TimeSpan time, string path, bool inProcess)
    {
        using FlakeLog log = FlakeLog.Open(path);
        DateTime end = DateTime.UtcNow + time;
        for (long seed = 0; DateTime.UtcNow < end; seed++)
        {
            // What applies to a subject shows at the first seed.
            IReadOnlyCollection<string> wanting = log.Wanting(runs);
            if (seed > 0 && wanting.Count == 0)
            {
                break;
            }

            var rows =
                from subject in pool
                from threads in Enumerable.Range(1, 2)
                where !log.Holds(subject.Name, seed, threads)
                select (subject, threads);
            int together = inProcess ? 1 : Environment.ProcessorCount;
            Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = together }, row =>
            {
                IReadOnlyList<string>? checks = log.Applicable(row.subject.Name)?.Intersect(wanting).ToList() ?? chosen;
                if (checks is { Count: 0 } || DateTime.UtcNow > end)
                {
                    return;
                }

                if (inProcess)
                {
                    torch.set_num_threads(row.threads);
                }

                TrustReport report = Trust.Check(
                    row.subject.Declared,
                    new TrustOptions { Seed = seed, ProvesPower = false, Threads = row.threads, Checks = checks, IsHost = inProcess });
                log.Add(new FlakeRow(
                    row.subject.Name,
                    seed,
                    row.threads,
                    report.Results.Where(result => result.Part is null).ToDictionary(result => result.CheckId, result => result.Verdict)));
            });
            AnsiConsole.WriteLine($"seed {seed}: {log.Rows} rows; {wanting.Count} checks had fewer than {runs} runs before");
        }

        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(log.Table());
    }
}
