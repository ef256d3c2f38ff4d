using System.CommandLine;
using System.Diagnostics;
using MnistVae.Trust;
using Spectre.Console;
using TorchTrust.Probes;
using TorchTrust.RightModels;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>Runs every check on the right models of the pool and of the sample on a CUDA device, beside the same on the CPU.</summary>
internal static class GpuCommand
{
    public static Command Create()
    {
        var undeclared = new Option<bool>("--undeclared") { Description = "With no facts declared." };
        var prove = new Option<bool>("--prove") { Description = "Prove the power of each pass, too." };
        var jobs = new Option<int>("--jobs") { Description = "Models side by side.", DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2) };
        var models = new Option<string[]>("--models") { Description = "The names of the models; all if none is given.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("gpu", "Runs every check on every right model on a CUDA device, beside the CPU.") { undeclared, prove, jobs, models };
        command.SetAction(parsed => Run(
            parsed.GetValue(undeclared), parsed.GetValue(prove), parsed.GetValue(jobs), parsed.GetValue(models) ?? []));
        return command;
    }

    private static int Run(bool undeclared, bool prove, int jobs, string[] names)
    {
        if (!Accelerator.IsPresent)
        {
            Console.WriteLine("There is no CUDA device here, so nothing was run.");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        ModelSubject[] subjects =
        [
            .. RightModelPool.All.Where(model => names.Length == 0 || names.Contains(model.Name)).Select(model => undeclared ? model.Undeclared : model.Declared),
            .. names.Length == 0 ? new[] { VaeSubjects.MlpVae, VaeSubjects.CnnVae } : [],
        ];
        var outcomes = new (CheckResult[] Cpu, CheckResult[] Cuda)[subjects.Length];
        Parallel.For(0, subjects.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs }, index =>
        {
            var options = new TrustOptions { ProvesPower = prove, Threads = Math.Max(1, Environment.ProcessorCount / jobs), HostsSideBySide = jobs };
            outcomes[index] = ([.. Trust.Check(subjects[index], options).Results], [.. Trust.Check(subjects[index].On(CUDA), options).Results]);
        });
        foreach ((CheckResult cpu, CheckResult cuda) in outcomes.SelectMany(outcome => outcome.Cpu.Zip(outcome.Cuda))
            .Where(pair => pair.First.Verdict != pair.Second.Verdict || Faults(pair.First) != Faults(pair.Second)))
        {
            string what = cuda.Reason ?? string.Join("; ", cuda.Findings.Select(finding => finding.What));
            Console.WriteLine($"{cuda.Subject}: {cuda.CheckId}: {cpu.Verdict} on the CPU, {cuda.Verdict} {cuda.Severity} on CUDA: {what}");
            foreach (string fault in Faults(cuda).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Console.WriteLine($"    {fault}");
            }
        }

        var table = new Table().AddColumns("device", "models", "errors", "questions", "inconclusive", "passed", "of these with power shown");
        foreach ((string device, CheckResult[] results) in new[]
        {
            ("cpu", outcomes.SelectMany(outcome => outcome.Cpu).ToArray()), ("cuda", outcomes.SelectMany(outcome => outcome.Cuda).ToArray()),
        })
        {
            table.AddRow(
                device,
                $"{subjects.Length}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error })}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Question })}",
                $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
                $"{results.Count(result => result.Verdict == Verdict.Passed)}",
                prove ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}" : "not asked");
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0} s, {jobs} side by side");
        return 0;
    }

    /// <summary>The mutants whose own code threw, which proves nothing.</summary>
    private static string Faults(CheckResult result) => string.Join('\n', (result.Power?.Mutants ?? [])
        .Where(mutant => mutant.Outcome == MutantOutcome.NotApplicable && mutant.Detail is { } detail && detail.Contains("itself threw", StringComparison.Ordinal))
        .Select(mutant => mutant.Detail).Distinct());
}
