using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MathNet.Numerics.Statistics;

namespace TorchTrust.Bench;

/// <summary>
/// What a busy machine does to whole processes of ours, and what it would do if torch's idle threads waited the other way: each
/// round runs all four combinations of alone and beside busy processes, sleeping and spinning, in an order that turns.
/// </summary>
internal static class BusyCommand
{
    private const double Bar = 3.5;

    /// <summary>How idle threads of OpenMP wait: asleep at once, or after 300,000 turns, which is what GOMP does by itself.</summary>
    private static readonly (string Name, string? Value)[] _sleeping = [("OMP_WAIT_POLICY", "PASSIVE"), ("GOMP_SPINCOUNT", null)];
    private static readonly (string Name, string? Value)[] _spinning = [("OMP_WAIT_POLICY", null), ("GOMP_SPINCOUNT", "300000")];

    private static readonly Dictionary<string, string[]> _works = new()
    {
        ["checks"] = ["src/TorchTrust.Cli/bin/Release/net8.0/TorchTrust.Cli.dll", "check", "samples/MnistVae", "--no-build", "-c", "Release", "--no-report"],
        ["one"] =
        [
            "src/TorchTrust.Cli/bin/Release/net8.0/TorchTrust.Cli.dll", "check", "samples/MnistVae", "--no-build", "-c", "Release", "--no-report",
            "--subject", "CnnVae",
        ],
        ["training"] = ["samples/MnistVae/bin/Release/net10.0/MnistVae.dll", "train", "--limit", "2048", "--epochs", "2", "--run", "{folder}/run"],
        ["tests"] = ["tests/TorchTrust.Xunit.Fixture/bin/Release/net10.0/TorchTrust.Xunit.Fixture.dll", "--results-directory", "{folder}"],
    };

    public static Command Create()
    {
        var work = new Argument<string[]>("WORK")
        {
            Description = $"What is run: {string.Join(", ", _works.Keys)}; all if not given.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [.. _works.Keys],
        };
        work.AcceptOnlyFromAmong([.. _works.Keys]);
        var rounds = new Option<int>("--rounds") { Description = "Rounds of four runs, two at least.", DefaultValueFactory = _ => 8 };
        var busy = new Option<int>("--busy") { Description = "The busy processes.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command(
            "busy", "Times whole processes alone and beside busy ones, with idle threads of torch that sleep and that spin; run in the root of the repository.")
        {
            work,
            rounds,
            busy,
        };
        command.SetAction(parsed =>
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; {parsed.GetValue(busy)} busy processes, {parsed.GetValue(rounds)} rounds\n");
            Console.WriteLine("| what | sleeping: alone | beside | ratio | spinning: alone | beside | ratio | sleeping to spinning: alone | beside | bar of the first ratio |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach (string name in parsed.GetValue(work)!)
            {
                Measure(name, parsed.GetValue(rounds), parsed.GetValue(busy));
            }
        });
        return command;
    }

    private static void Measure(string name, int rounds, int busy)
    {
        Run(name, _sleeping);
        var seconds = new Dictionary<(bool Sleeps, bool IsBusy), List<double>>();
        for (int round = 0; round < rounds; round++)
        {
            // Who comes second may profit from a warm cache, and busy processes warm the machine: they take turns.
            foreach (bool isBusy in Turn([false, true], round / 2))
            {
                using BusyCores? cores = isBusy ? new BusyCores(busy) : null;
                foreach (bool sleeps in Turn([false, true], round))
                {
                    if (!seconds.TryGetValue((sleeps, isBusy), out List<double>? times))
                    {
                        seconds[(sleeps, isBusy)] = times = [];
                    }

                    times.Add(Run(name, sleeps ? _sleeping : _spinning));
                }
            }
        }

        string Seconds(bool sleeps, bool isBusy) => FormattableString.Invariant($"{seconds[(sleeps, isBusy)].Median():f2} s");
        PairedRatio Ratio((bool, bool) time, (bool, bool) of) => PairedRatio.Of([.. seconds[time].Zip(seconds[of])]);
        Console.WriteLine(
            $"| {name} | {Seconds(true, false)} | {Seconds(true, true)} | {Ratio((true, true), (true, false))} "
                + $"| {Seconds(false, false)} | {Seconds(false, true)} | {Ratio((false, true), (false, false))} "
                + $"| {Ratio((true, false), (false, false))} | {Ratio((true, true), (false, true))} | {Bar:f1} |");
    }

    private static IEnumerable<bool> Turn(IEnumerable<bool> order, int round) => round % 2 == 0 ? order : order.Reverse();

    private static double Run(string name, (string Name, string? Value)[] environment)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-busy-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments = ["exec", .. _works[name].Select(argument => argument.Replace("{folder}", folder, StringComparison.Ordinal))];
            Array.ForEach(arguments, start.ArgumentList.Add);
            foreach ((string variable, string? value) in environment)
            {
                start.Environment.Remove(variable);
                if (value is not null)
                {
                    start.Environment[variable] = value;
                }
            }

            var watch = Stopwatch.StartNew();
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            double seconds = watch.Elapsed.TotalSeconds;

            // 2 is a run of tests in which some failed, as they are meant to in the fixture.
            return process.ExitCode == 0 || (name == "tests" && process.ExitCode == 2)
                ? seconds
                : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {output}{errors.Result}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
