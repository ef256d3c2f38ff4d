using System.CommandLine;
using MnistVae.Data;
using MnistVae.Models;
using Spectre.Console;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>What every check with its proof of power costs on the CNN VAE of the sample, host included.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var inProcess = new Option<bool>("--in-process") { Description = "Run in this process, for profilers; memory is not compared." };
        var everywhere = new Option<bool>("--everywhere") { Description = "Try mutants at all places, not at each kind of place." };
        var large = new Option<bool>("--large")
        {
            Description = "Take a network of 23 million parameters instead; memory is not compared.",
        };
        var command = new Command("cost", "Times all checks with proofs of power on the CNN VAE, and measures their memory.")
        {
            inProcess,
            everywhere,
            large,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(large),
            new TrustOptions { IsHost = parsed.GetValue(inProcess), ProvesEverywhere = parsed.GetValue(everywhere) }));
        return command;
    }

    /// <summary>The subject that is measured: the convolutional autoencoder at images of 32 by 32.</summary>
    public static ModelSubject Subject() =>
        ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32));

    private static void Run(bool isLarge, TrustOptions options)
    {
        // Before torch is loaded here, so that the processes do not share what the system has cached for them.
        MemoryOfStep? step = options.IsHost || isLarge ? null : MemoryOfStep.Measure();
        using var memory = new PeakAfterChecks();
        TrustReport report = Trust.Check(
            isLarge ? ModelSubject.For(() => new LargeClassifier()).WithInput(n => randn(n, 3, 32, 32)) : Subject(),
            options with { Progress = memory });
        AnsiConsole.Profile.Width = 160;
        AnsiConsole.WriteLine(Conditions(report));
        AnsiConsole.Write(Times(report, memory.Peaks));
        if (step is not null)
        {
            AnsiConsole.WriteLine(step.Compare(memory.AtFirst, memory.Peaks.Values.Max()));
        }
    }

    private static Table Times(TrustReport report, IReadOnlyDictionary<string, long> peaks)
    {
        var table = new Table().AddColumns(
            "check", "verdict", "seconds", "of which proof", "mutants", "places tried", "like them", "builds", "peak MiB so far");
        foreach (CheckResult result in report.Results.OrderByDescending(result => result.Duration))
        {
            IReadOnlyList<MutantResult> mutants = result.Power?.Mutants ?? [];
            table.AddRow(
                result.CheckId,
                $"{result.Verdict}",
                $"{result.Duration.TotalSeconds:f2}",
                $"{result.Power?.Duration.TotalSeconds ?? 0:f2}",
                $"{mutants.DistinctBy(mutant => mutant.Mutant).Count()}",
                $"{mutants.Count(mutant => mutant.Outcome != MutantOutcome.NotTried)}",
                $"{mutants.Count(mutant => mutant.Outcome == MutantOutcome.NotTried)}",
                $"{result.Builds}",
                $"{peaks[result.CheckId] >> 20}");
        }

        double proofs = report.Results.Sum(result => result.Power?.Duration.TotalSeconds ?? 0);
        table.AddRow(
            "all", "", $"{report.Duration.TotalSeconds:f2}", $"{proofs:f2}", "", "", "", $"{report.Builds}", $"{peaks.Values.Max() >> 20}");
        return table;
    }

    private static string Conditions(TrustReport report) => report.Environment is { } on
        ? $"{Environment.ProcessorCount} cores, {on.Threads} threads, TorchSharp {on.TorchSharp}, {on.Runtime}, {on.OperatingSystem}"
        : "";
}
