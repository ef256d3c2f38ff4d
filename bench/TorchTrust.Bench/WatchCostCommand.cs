using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>
/// What watching costs: whole trainings of the sample, plain and under <c>torchtrust watch</c>, in pairs that take turns. The time is that
/// of the program's process, from its start to its end; beside it stands the time that watching counts as its own. The copy that is
/// watched runs without the runtime's dynamic profiles (<c>TieredPGO</c>), which changes the time of the program itself: what watching
/// takes is told against a plain run of that configuration, too.
/// </summary>
internal static class WatchCostCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "The number of pairs of whole processes.", DefaultValueFactory = _ => 15 };
        var images = new Option<int>("--images")
        {
            Description = "The images of a training of two epochs.",
            DefaultValueFactory = _ => 6000,
        };
        var batches = new Option<int[]>("--batches")
        {
            Description = "The sizes of a batch, a row each.",
            DefaultValueFactory = _ => [128, 4],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("watch-cost", "Times whole trainings of the sample, watched and plain.") { pairs, images, batches };
        command.SetAction(parsed => Measure(parsed.GetValue(pairs), parsed.GetValue(images), parsed.GetValue(batches)!));
        return command;
    }

    private static void Measure(int pairs, int images, int[] batches)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        var table = new Table()
            .AddColumns(
                "training", "pairs", "plain, median", "watched against plain", "against plain without profiles", "own count, median",
                "steps looked at");
        foreach (int batch in batches)
        {
            Row(table, batch, images, pairs);
        }

        AnsiConsole.Write(table);
    }

    private static void Row(Table table, int batch, int images, int pairs)
    {
        string[] training = ["train", "--batch-size", $"{batch}", "--limit", $"{images}", "--epochs", "2", "--seed", "1"];

        // What is woven once is kept, and files that were read once are in memory: neither is part of a pair.
        _ = Watched(training);
        List<double> plain = [];
        List<double> withoutProfiles = [];
        List<Run> watched = [];
        Action[] turns =
        [
            () => plain.Add(Plain(training)),
            () => watched.Add(Watched(training)),
            () => withoutProfiles.Add(Plain(training, ("DOTNET_TieredPGO", "0"))),
        ];
        for (int pair = 0; pair < pairs; pair++)
        {
            // Watched stands between the two that it is held against, which change sides: what drifts over a pair cancels.
            foreach (Action turn in pair % 2 == 0 ? turns : turns.Reverse())
            {
                turn();
            }
        }

        table.AddRow(
            string.Create(CultureInfo.InvariantCulture, $"batch {batch}, {images} images, 2 epochs"),
            $"{pairs}",
            string.Create(CultureInfo.InvariantCulture, $"{Median(plain):f2} s"),
            Ratio(watched, plain),
            Ratio(watched, withoutProfiles),
            string.Create(CultureInfo.InvariantCulture, $"{Median(watched.Select(run => run.Share)):p2}"),
            watched[0].Looked);
    }

    private static string Ratio(List<Run> watched, List<double> plain) => plain.Count > 1
        ? $"{PairedRatio.Of([.. watched.Zip(plain, (run, time) => (run.Seconds, time))])}"
        : string.Create(CultureInfo.InvariantCulture, $"{watched[0].Seconds / plain[0]:f3} (one pair, no interval)");

    private static double Plain(string[] training, params (string Name, string Value)[] environment)
    {
        var watch = Stopwatch.StartNew();
        Start([Place("Sample"), .. training], environment);
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

    private static void Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        string run = Directory.CreateTempSubdirectory("torchtrust-run-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(["exec", .. arguments, "--run", Path.Combine(run, "run")], start.ArgumentList.Add);
        Array.ForEach(environment, variable => start.Environment[variable.Name] = variable.Value);
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
