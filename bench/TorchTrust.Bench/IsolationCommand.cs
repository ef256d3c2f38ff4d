using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MnistVae.Data;
using MnistVae.Models;
using Spectre.Console;
using TorchTrust.Probes;
using TorchTrust.RightModels;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// What it costs to run checks in a host: five subjects, each in a host of its own, beside the same checks in one process. Both
/// are timed from the start of a fresh process to its end, in turn.
/// </summary>
internal static class IsolationCommand
{
    private const double Bar = 1.3;
    private static readonly string[] _pool = ["ResNet", "LstmBatchFirst", "TransformerClassifier", "DiffusionUNet"];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "The number of pairs.", DefaultValueFactory = _ => 5 };
        var place = new Option<Isolation?>("--only") { Description = "Runs one side once, in this process.", Hidden = true };
        var command = new Command("isolation", "Times the checks of five subjects through the host beside the same in process.")
        {
            rounds,
            place,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(place) is { } isolation)
            {
                CheckAll(isolation);
                return 0;
            }

            return Compare(parsed.GetValue(rounds));
        });
        return command;
    }

    private static IEnumerable<ModelSubject> Subjects() =>
    [
        ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32)),
        .. _pool.Select(name => RightModelPool.All.Single(model => model.Name == name).Declared),
    ];

    private static void CheckAll(Isolation isolation)
    {
        // In process, too, with leave to do what can end it: a check then does the same work on both sides.
        var options = new TrustOptions { Isolation = isolation, IsHost = isolation == Isolation.InProcess };
        foreach (ModelSubject subject in Subjects())
        {
            // Where nothing is woven it cannot decide: it would stop early on one side.
            TrustReport report = Trust.Check(subject.Skip(CheckIds.FollowsAMove, "It needs woven calls."), options);
            Console.WriteLine(
                $"{report.Subject}: {string.Join(" ", report.Results.Select(result => $"{result.CheckId}={result.Verdict}"))}");
        }
    }

    private static int Compare(int rounds)
    {
        (_, string here) = Run(Isolation.InProcess);
        (_, string hosted) = Run(Isolation.Host);
        if (here != hosted)
        {
            AnsiConsole.WriteLine($"The verdicts differ, so the times cannot be compared.\nin process:\n{here}\nin hosts:\n{hosted}");
            return 1;
        }

        var pairs = new List<(double Hosted, double Here)>();
        for (int round = 0; round < rounds; round++)
        {
            // Who comes second may profit from a warm cache: they take turns.
            double first = Run(round % 2 == 0 ? Isolation.Host : Isolation.InProcess).Seconds;
            double second = Run(round % 2 == 0 ? Isolation.InProcess : Isolation.Host).Seconds;
            pairs.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        double[] ratios = [.. pairs.Select(pair => pair.Hosted / pair.Here).Order()];
        Console.WriteLine(
            $"""
            {Environment.ProcessorCount} cores, LibTorch {__version__}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; {rounds} pairs, all checks but follows-a-move with proofs of power on 5 subjects

            | what | seconds in hosts | in process | ratio: median | least | most | bar |
            | --- | --- | --- | --- | --- | --- | --- |
            | checks of five subjects | {Median(pairs.Select(pair => pair.Hosted)):f2} | {Median(pairs.Select(pair => pair.Here)):f2} | {Median(ratios):f3} | {ratios[0]:f3} | {ratios[^1]:f3} | {Bar:f2} |

            """);
        return 0;
    }

    private static (double Seconds, string Verdicts) Run(Isolation isolation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments = ["exec", typeof(IsolationCommand).Assembly.Location, "isolation", "--only", $"{isolation}"];
        Array.ForEach(arguments, start.ArgumentList.Add);

        // As a host is started, so that the checks of memory do the same work on both sides.
        (string name, string value) = NativeHeap.Tunables;
        start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string verdicts = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? (watch.Elapsed.TotalSeconds, verdicts)
            : throw new InvalidOperationException($"The checks ended with {process.ExitCode}: {verdicts}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
