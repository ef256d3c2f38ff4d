using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>
/// What watching costs: whole trainings of the sample, plain and under <c>torchtrust watch</c>, in pairs that take turns. The time is that
/// of the program's process, from its start to its end; beside it stands the time that watching counts as its own.
/// </summary>
internal static class WatchCostCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "The number of pairs of whole processes.", DefaultValueFactory = _ => 15 };
        var images = new Option<int>("--images")
        {
            Description = "The images of a training of two epochs at batch 128; half of them once at batch 4.",
            DefaultValueFactory = _ => 6000,
        };
        var command = new Command("watch-cost", "Times whole trainings of the sample, watched and plain.") { pairs, images };
        command.SetAction(parsed => Measure(parsed.GetValue(pairs), parsed.GetValue(images)));
        return command;
    }

    private static void Measure(int pairs, int images)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        var table = new Table()
            .AddColumns("training", "pairs", "plain, median", "watched against plain", "own count, median", "steps looked at");
        Row(table, batch: 128, images, epochs: 2, pairs);
        Row(table, batch: 4, images / 2, epochs: 1, pairs);
        AnsiConsole.Write(table);
    }

    private static void Row(Table table, int batch, int images, int epochs, int pairs)
    {
        string[] training = ["train", "--batch-size", $"{batch}", "--limit", $"{images}", "--epochs", $"{epochs}", "--seed", "1"];

        // What is woven once is kept, and files that were read once are in memory: neither is part of a pair.
        _ = Watched(training);
        List<(double Time, double Base)> times = [];
        List<Run> watched = [];
        for (int pair = 0; pair < pairs; pair++)
        {
            Run run;
            double plain;
            if (pair % 2 == 0)
            {
                plain = Plain(training);
                run = Watched(training);
            }
            else
            {
                run = Watched(training);
                plain = Plain(training);
            }

            times.Add((run.Seconds, plain));
            watched.Add(run);
        }

        table.AddRow(
            string.Create(CultureInfo.InvariantCulture, $"batch {batch}, {images} images, {epochs} epochs"),
            $"{pairs}",
            string.Create(CultureInfo.InvariantCulture, $"{Median(times.Select(time => time.Base)):f2} s"),
            pairs > 1
                ? $"{PairedRatio.Of(times)}"
                : string.Create(CultureInfo.InvariantCulture, $"{times[0].Time / times[0].Base:f3} (one pair, no interval)"),
            string.Create(CultureInfo.InvariantCulture, $"{Median(watched.Select(run => run.Share)):p2}"),
            watched[0].Looked);
    }

    private static double Plain(string[] training)
    {
        var watch = Stopwatch.StartNew();
        Start([Place("Sample"), .. training]);
        return watch.Elapsed.TotalSeconds;
    }

    private static Run Watched(string[] training)
    {
        string json = Path.Combine(Path.GetTempPath(), $"watch-cost-{Environment.ProcessId}.json");
        Start([Place("Tool"), "watch", Place("Sample"), "--json", json, "--quiet", "--", .. training]);
        TrustReport report = TrustRun.FromJson(File.ReadAllText(json)).Reports[0];
        File.Delete(json);
        IReadOnlyList<IReadOnlyList<string>> seen = report.Results
            .SelectMany(result => result.Pictures).OfType<TablePicture>().Single().Rows;
        string process = seen.Single(row => row[0] == "its process")[1];
        string took = seen.Single(row => row[0] == "watching took")[1];
        string looked = took.Split("looked at ")[1].Split(';')[0];
        return new Run(Number(process), Number(took) / report.Duration.TotalSeconds, looked);
    }

    /// <summary>The number with which a text begins.</summary>
    private static double Number(string text) =>
        double.Parse(text[..text.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private static void Start(string[] arguments)
    {
        string run = Directory.CreateTempSubdirectory("torchtrust-run-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(["exec", .. arguments, "--run", Path.Combine(run, "run")], start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Directory.Delete(run, recursive: true);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"It ended with {process.ExitCode}: {output}{errors.Result}");
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Place(string key) => typeof(WatchCostCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private readonly record struct Run(double Seconds, double Share, string Looked);
}
