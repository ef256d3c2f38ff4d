using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace TorchTrust.CheckMutations;

/// <summary>One run of the command.</summary>
/// <param name="repository">The root of the repository.</param>
/// <param name="folder">Holds the mutated copy and the outcomes.</param>
/// <param name="tests">How the names of the test classes begin.</param>
internal sealed class MutationRun(string repository, string folder, string tests)
{
    private const int InOneProcess = 40;

    /// <summary>Parts of the names of the files to look at, joined by commas; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>The most mutations that are tried.</summary>
    public int Limit { get; init; }

    /// <summary>When to begin nothing new.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether what survived is tried again.</summary>
    public bool Again { get; init; }

    /// <summary>Whether nothing is tried.</summary>
    public bool ShowsOnly { get; init; }

    /// <summary>Builds, tries and shows.</summary>
    /// <returns>1 where a survivor is not explained or something was left untried, else 0.</returns>
    public int Run()
    {
        var watch = Stopwatch.StartNew();
        Directory.CreateDirectory(folder);
        var sources = new MutatedSources(repository, folder, Only);
        IReadOnlyList<Mutation> mutations = sources.Build();
        AnsiConsole.WriteLine(
            $"{mutations.Count} mutations, and {sources.Excluded.Count} that do not compile; built in {watch.Elapsed.TotalSeconds:f0} s");
        var results = Results.Open(Path.Combine(folder, "outcomes.jsonl"));
        if (!ShowsOnly)
        {
            Try(mutations, results, new TestProcess(sources.Tests, tests), watch);
        }

        var explanations = Explanations.Open(Path.Combine(repository, "bench/CheckMutations/explained"));
        return new MutationReport(mutations, results, explanations).Show(isWhole: Only is null);
    }

    private void Try(IReadOnlyList<Mutation> mutations, Results results, TestProcess process, Stopwatch watch)
    {
        IReadOnlyList<TestProcess.Coverage> coverage = Cover(process);
        ILookup<int, TestProcess.Coverage> reaching = coverage.SelectMany(test => test.Reached.Select(id => (id, test)))
            .ToLookup(pair => pair.id, pair => pair.test);
        Mutation[] open = [.. mutations.Where(mutation => results.Of(mutation) is not { } fate || (Again && fate != Fate.Killed))];
        foreach (Mutation mutation in open.Where(mutation => !reaching.Contains(mutation.Id)))
        {
            results.Add(mutation, Fate.NotCovered, null);
        }

        // A process a core; what a file holds stays together, since its tests are the same.
        Mutation[][] parts = [.. open.Where(mutation => reaching.Contains(mutation.Id)).Take(Limit).GroupBy(mutation => mutation.File)
            .SelectMany(file => file.Chunk(InOneProcess))];
        Parallel.ForEach(
            Partitioner.Create(parts, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            part =>
            {
                if (watch.Elapsed.TotalSeconds <= Seconds)
                {
                    Try(part, results, process, reaching);
                }
            });
    }

    private static void Try(Mutation[] part, Results results, TestProcess process, ILookup<int, TestProcess.Coverage> reaching)
    {
        TestProcess.Plan[] plans = [.. part.Select(mutation => new TestProcess.Plan(mutation.Id, [.. reaching[mutation.Id]]))];
        foreach (TestProcess.Outcome outcome in process.Run(plans))
        {
            lock (results)
            {
                results.Add(
                    part.Single(mutation => mutation.Id == outcome.Mutation), outcome.Killer is null ? Fate.Survived : Fate.Killed,
                    outcome.Killer);
            }
        }
    }

    /// <summary>Which test runs the code of which mutation; as long as no assembly changes, known from the last run.</summary>
    private IReadOnlyList<TestProcess.Coverage> Cover(TestProcess process)
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(folder, "tests"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(tests + string.Concat(sources.Select(File.ReadAllText)))));
        string path = Path.Combine(folder, $"coverage-{hash[..16]}.json");
        if (!File.Exists(path))
        {
            var watch = Stopwatch.StartNew();
            IReadOnlyList<TestProcess.Coverage> found = process.Cover();
            if (found.Count == 0 || found.Any(test => test.Failure is not null))
            {
                throw new InvalidOperationException("Without a mutation the tests must pass:\n"
                    + string.Join('\n', found.Where(test => test.Failure is not null).Select(test => $"{test.Test}: {test.Failure}")));
            }

            AnsiConsole.WriteLine($"{found.Count} tests pass without a mutation, in {watch.Elapsed.TotalSeconds:f0} s");
            File.WriteAllText(path, JsonSerializer.Serialize(found));
        }

        return JsonSerializer.Deserialize<TestProcess.Coverage[]>(File.ReadAllText(path))!;
    }
}
