using System.Diagnostics;
using System.Text.Json;

namespace TorchTrust.CheckMutations;

/// <summary>The process that runs the tests of the mutated copy.</summary>
/// <param name="tests">The assembly of the tests.</param>
/// <param name="prefix">How the full names of the test classes begin.</param>
internal sealed class TestProcess(string tests, string prefix)
{
    /// <summary>The time of a test beyond which it is hung, in its times without mutation, and in seconds on top.</summary>
    private const double Patience = 5;
    private const double Grace = 20;

    /// <summary>A test, how long it took, and the mutations whose code it ran.</summary>
    internal sealed record Coverage(string Test, double Seconds, string? Failure, int[] Reached);

    /// <summary>A mutation and the tests that may kill it.</summary>
    internal sealed record Plan(int Mutation, IReadOnlyList<Coverage> Tests);

    /// <summary>What came of a mutation; the killer is null for a survivor.</summary>
    internal sealed record Outcome(int Mutation, string? Killer);

    private sealed record Line(int? Begun, int? Ended, string? Killer);

    /// <summary>Runs each test without mutations.</summary>
    public IReadOnlyList<Coverage> Cover()
    {
        string output = Path.GetTempFileName();
        using Process process = Start("cover", prefix, output);
        process.WaitForExit();
        return [.. File.ReadLines(output).Select(line => JsonSerializer.Deserialize<Coverage>(line, JsonSerializerOptions.Web)!)];
    }

    /// <summary>
    /// Runs mutations in one process. At its end the tests run without any: where they fail, something of a mutation has
    /// stayed, and each is run again in a process of its own.
    /// </summary>
    public IEnumerable<Outcome> Run(IReadOnlyList<Plan> plans)
    {
        Coverage[] all = [.. plans.SelectMany(plan => plan.Tests).DistinctBy(test => test.Test)];
        List<Outcome> outcomes = RunOnce(plans.Count > 1 ? [.. plans, new Plan(0, all)] : plans);
        bool isSpoilt = outcomes.Any(outcome => outcome is { Mutation: 0, Killer: not null });
        foreach (Outcome outcome in outcomes.Where(outcome => outcome.Mutation != 0))
        {
            yield return isSpoilt && outcome.Killer is not null
                ? RunOnce([.. plans.Where(plan => plan.Mutation == outcome.Mutation)])[0]
                : outcome;
        }

        // What a dead process left undone.
        Plan[] rest = [.. plans.Where(plan => outcomes.All(outcome => outcome.Mutation != plan.Mutation))];
        if (rest.Length > 0)
        {
            foreach (Outcome outcome in Run(rest))
            {
                yield return outcome;
            }
        }
    }

    private List<Outcome> RunOnce(IReadOnlyList<Plan> plans)
    {
        string input = Path.GetTempFileName();
        string output = Path.GetTempFileName();
        File.WriteAllLines(input, plans.Select(
            plan => $"{plan.Mutation}\t{string.Join(';', plan.Tests.OrderBy(test => test.Seconds).Select(test => test.Test))}"));
        using Process process = Start("run", prefix, input, output);
        var watch = Stopwatch.StartNew();
        int seen = 0;
        bool isHung = false;
        while (!process.WaitForExit(100))
        {
            Line[] lines = Read(output);
            if (lines.Length != seen)
            {
                seen = lines.Length;
                watch.Restart();
            }

            double usual = lines is [.., { Begun: { } current }]
                ? plans.First(plan => plan.Mutation == current).Tests.Sum(test => test.Seconds)
                : 0;
            if (watch.Elapsed.TotalSeconds > Grace + (Patience * usual))
            {
                isHung = true;
                process.Kill(entireProcessTree: true);
            }
        }

        Line[] all = Read(output);
        List<Outcome> outcomes = [.. all.Where(line => line.Ended is not null).Select(line => new Outcome(line.Ended!.Value, line.Killer))];
        if (all is [.., { Begun: { } last }])
        {
            outcomes.Add(new Outcome(last, isHung ? "the tests hang" : "the process ends"));
        }

        return outcomes.Count > 0
            ? outcomes
            : throw new InvalidOperationException($"The tests did not start: dotnet exec {tests} run {prefix} {input} {output}");
    }

    private static Line[] Read(string output)
    {
        using var reader = new StreamReader(new FileStream(output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!)];
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", tests, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["GLIBC_TUNABLES"] = "glibc.malloc.tcache_count=0" },
        };
        Process process = Process.Start(start)!;

        // What the library prints about files that it refuses is nobody's business here.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
