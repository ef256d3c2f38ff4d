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
        var jobs = new Option<int>("--jobs")
        {
            Description = "Models side by side.",
            DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2),
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "No further model is begun after this time.",
            DefaultValueFactory = _ => 240,
        };
        var models = new Option<string[]>("--models")
        {
            Description = "The names of the models; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("gpu", "Runs every check on every right model on a CUDA device, beside the CPU.")
        {
            undeclared,
            prove,
            jobs,
            seconds,
            models,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(undeclared), parsed.GetValue(prove), parsed.GetValue(jobs), parsed.GetValue(seconds),
            parsed.GetValue(models) ?? []));
        return command;
    }

    private static int Run(bool undeclared, bool prove, int jobs, int seconds, string[] names)
    {
        if (!Accelerator.IsPresent)
        {
            Console.WriteLine("There is no CUDA device here, so nothing was run.");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        ModelSubject[] subjects =
        [
            .. names.Length == 0 ? new[] { VaeSubjects.MlpVae, VaeSubjects.CnnVae } : [],
            .. RightModelPool.All.Where(model => names.Length == 0 || names.Contains(model.Name))
                .Select(model => undeclared ? model.Undeclared : model.Declared)
                .Where(model => model.Lifetime == SubjectLifetime.Fresh),
        ];
        var options = new TrustOptions
        {
            ProvesPower = prove,
            Threads = Math.Max(1, Environment.ProcessorCount / jobs),
            HostsSideBySide = jobs,
        };
        var outcomes = new (TrustReport Cpu, TrustReport Cuda)?[subjects.Length];
        Parallel.For(0, subjects.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs }, index =>
        {
            if (watch.Elapsed.TotalSeconds < seconds)
            {
                outcomes[index] = (Trust.Check(subjects[index], options), Trust.Check(subjects[index].On(CUDA), options));
            }
        });
        (TrustReport Cpu, TrustReport Cuda)[] ran = [.. outcomes.OfType<(TrustReport, TrustReport)>()];
        foreach ((TrustReport cpu, TrustReport cuda) in ran)
        {
            TellDifferences(cpu, cuda);
        }

        var table = new Table().AddColumns(
            "device", "models", "errors", "questions", "inconclusive", "passed", "of these with power shown", "median, s");
        AddRow(table, "cpu", [.. ran.Select(pair => pair.Cpu)], prove);
        AddRow(table, "cuda", [.. ran.Select(pair => pair.Cuda)], prove);
        AnsiConsole.Write(table);
        string left = ran.Length < subjects.Length ? $"; {subjects.Length - ran.Length} models were not begun within {seconds} s" : "";
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:0} s, {jobs} side by side{left}");
        return 0;
    }

    private static void TellDifferences(TrustReport cpu, TrustReport cuda)
    {
        Dictionary<string, CheckResult> there = cpu.Results.ToDictionary(result => result.CheckId);
        foreach (CheckResult result in cuda.Results)
        {
            CheckResult? before = there.GetValueOrDefault(result.CheckId);
            string[] faults = Faults(result);
            if (before?.Verdict == result.Verdict && faults.SequenceEqual(Faults(before)))
            {
                continue;
            }

            string what = result.Reason ?? string.Join("; ", result.Findings.Select(finding => finding.What));
            string cause = result.ExplainedBy is { } explained ? $", which follows from {explained} and is not counted" : "";
            Console.WriteLine(
                $"{cuda.Subject}: {result.CheckId}: {before?.Verdict.ToString() ?? "nothing"} on the CPU, {result.Verdict} "
                    + $"{result.Severity} on CUDA: {what}{cause}");
            Array.ForEach(faults, fault => Console.WriteLine($"    {fault}"));
        }
    }

    private static void AddRow(Table table, string device, TrustReport[] reports, bool prove)
    {
        CheckResult[] results = [.. reports.SelectMany(report => report.Results)];
        double[] seconds = [.. reports.Select(report => report.Duration.TotalSeconds).Order()];
        table.AddRow(
            device,
            $"{reports.Length}",
            $"{reports.Sum(report => report.Errors.Count())}",
            $"{reports.Sum(report => report.Questions.Count())}",
            $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
            $"{results.Count(result => result.Verdict == Verdict.Passed)}",
            prove ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}" : "not asked",
            seconds.Length == 0 ? "" : $"{seconds[seconds.Length / 2]:f1}");
    }

    /// <summary>The mutants whose own code threw, which proves nothing.</summary>
    private static string[] Faults(CheckResult result) =>
    [
        .. (result.Power?.Mutants ?? [])
            .Where(mutant => mutant.Outcome == MutantOutcome.NotApplicable && mutant.Detail is { } detail
                && detail.Contains("itself threw", StringComparison.Ordinal))
            .Select(mutant => mutant.Detail!).Distinct(),
    ];
}
