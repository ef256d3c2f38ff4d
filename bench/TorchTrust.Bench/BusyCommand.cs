using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;

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

    private static readonly string[] _check =
    [
        "src/TorchTrust.Cli/bin/Release/net8.0/TorchTrust.Cli.dll", "check", "samples/MnistVae", "--no-build", "-c", "Release",
        "--no-report",
    ];

    private static readonly BusyWork[] _works =
    [
        // 4 is a run in which something could not be decided, as three checks of the sample's data cannot.
        new("checks", "all checks of the sample's CNN VAE, with proofs", [.. _check, "--subject", "CnnVae"], [0, 4]),
        new("sample", "all checks of all subjects of the sample, with proofs", _check, [0, 4]),
        new(
            "training",
            "the sample's training: two epochs of 2048 images",
            ["samples/MnistVae/bin/Release/net10.0/MnistVae.dll", "train", "--limit", "2048", "--epochs", "2", "--run", "{folder}/run"],
            [0]),

        // 2 is a run of tests in which some failed, as they are meant to in the fixture.
        new(
            "tests",
            "a process of xUnit tests",
            ["tests/TorchTrust.Xunit.Fixture/bin/Release/net10.0/TorchTrust.Xunit.Fixture.dll", "--results-directory", "{folder}"],
            [0, 2]),
    ];

    public static Command Create()
    {
        var work = new Argument<string[]>("WORK")
        {
            Description =
                $"What is run: {string.Join("; ", _works.Select(each => $"{each.Name}, {each.Description}"))}. Checks if not given.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [_works[0].Name],
        };
        work.AcceptOnlyFromAmong([.. _works.Select(each => each.Name)]);
        var minutes = new Option<double>("--minutes")
        {
            Description = "The time for each: after it no further round of four runs is begun; one is always run to its end.",
            DefaultValueFactory = _ => 4,
        };
        var busy = new Option<int>("--busy") { Description = "The busy processes.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command(
            "busy", "Times whole processes alone and beside busy ones, with idle threads of torch that sleep and that spin; run in the "
                + "root of the repository, built for Release.")
        {
            work,
            minutes,
            busy,
        };
        command.SetAction(parsed =>
        {
            int processes = parsed.GetValue(busy);
            Console.WriteLine(
                $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; "
                    + $"{processes} busy processes");
            foreach (string name in parsed.GetValue(work)!)
            {
                BusyTimes times =
                    Measure(_works.First(each => each.Name == name), TimeSpan.FromMinutes(parsed.GetValue(minutes)), processes);
                Console.WriteLine(times.Table(name));
                Console.WriteLine(times.Verdict(name, Bar));
            }
        });
        return command;
    }

    private static BusyTimes Measure(BusyWork work, TimeSpan limit, int busy)
    {
        var watch = Stopwatch.StartNew();
        var times = new BusyTimes();
        for (int round = 0; round == 0 || watch.Elapsed < limit; round++)
        {
            // Who comes second may profit from a warm cache, and busy processes warm the machine: they take turns.
            foreach (bool isBusy in Turn([false, true], round / 2))
            {
                using BusyCores? cores = isBusy ? new BusyCores(busy) : null;
                foreach (bool sleeps in Turn([true, false], round))
                {
                    double seconds = work.Time(sleeps ? _sleeping : _spinning);
                    times.Add(sleeps, isBusy, seconds);
                    (string place, string waiting) = (isBusy ? "beside" : "alone", sleeps ? "sleeping" : "spinning");
                    Console.Error.WriteLine(
                        FormattableString.Invariant($"{work.Name}, round {round + 1}, {place}, {waiting}: {seconds:f1} s"));
                }
            }
        }

        return times;
    }

    private static IEnumerable<bool> Turn(IEnumerable<bool> order, int round) => round % 2 == 0 ? order : order.Reverse();
}
