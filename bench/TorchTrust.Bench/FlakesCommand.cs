using System.CommandLine;
using System.Text.Json;
using MathNet.Numerics.Distributions;
using Spectre.Console;
using TorchTrust.RightModels;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// Runs each check many times, spread over models, seeds, and one and two threads, and counts changes of verdict. What is
/// done stands in a file, so that a run can be taken up again.
/// </summary>
internal static class FlakesCommand
{
    private sealed record Row(string Model, long Seed, int Threads, Dictionary<string, Verdict> Verdicts);

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "The number of seeds.", DefaultValueFactory = _ => 8 };
        var file = new Option<FileInfo>("--file")
        {
            Description = "Where results are kept.",
            DefaultValueFactory = _ => new FileInfo("artifacts/flakes.jsonl"),
        };
        var command = new Command("flakes", "Counts changes of verdict over models, seeds and threads.") { seeds, file };
        command.SetAction(parsed => Run(parsed.GetValue(seeds), parsed.GetValue(file)!.FullName));
        return command;
    }

    private static void Run(int seeds, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        List<Row> rows = File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Row>(line)!)]
            : [];
        HashSet<(string, long, int)> done = [.. rows.Select(row => (row.Model, row.Seed, row.Threads))];
        using StreamWriter writer = File.AppendText(path);
        for (long seed = 0; seed < seeds; seed++)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                set_num_threads(threads);
                foreach (RightModel model in RightModelPool.All.Where(model => !done.Contains((model.Name, seed, threads))))
                {
                    TrustReport report = Trust.Check(model.Declared, new TrustOptions { Seed = seed, ProvesPower = false });
                    var row = new Row(model.Name, seed, threads, report.Results.ToDictionary(result => result.CheckId, result => result.Verdict));
                    writer.WriteLine(JsonSerializer.Serialize(row));
                    writer.Flush();
                    rows.Add(row);
                }
            }

            AnsiConsole.WriteLine($"seed {seed} done: {rows.Count} runs in all");
        }

        Report(rows);
    }

    private static void Report(List<Row> rows)
    {
        var table = new Table().AddColumns("check", "runs", "changes of verdict", "95 % upper bound of the rate");
        foreach (IGrouping<string, (string Model, Verdict Verdict)> check in rows
            .SelectMany(row => row.Verdicts.Select(entry => (Check: entry.Key, row.Model, entry.Value)))
            .Where(entry => entry.Value != Verdict.Skipped)
            .GroupBy(entry => entry.Check, entry => (entry.Model, entry.Value)).OrderBy(group => group.Key))
        {
            int runs = check.Count();
            int changes = check.GroupBy(entry => entry.Model).Sum(model =>
                model.Count() - model.GroupBy(entry => entry.Verdict).Max(verdict => verdict.Count()));

            // Clopper and Pearson, one-sided.
            double bound = changes == runs ? 1 : Beta.InvCDF(changes + 1, runs - changes, 0.95);
            table.AddRow(check.Key, $"{runs}", $"{changes}", $"{bound:p3}");
        }

        AnsiConsole.Write(table);
    }
}
