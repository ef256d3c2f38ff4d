using System.Globalization;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>The same checks of one subject without and with their proofs, in turn.</summary>
/// <param name="Step">What one training step takes.</param>
/// <param name="Without">One run a round.</param>
/// <param name="With">One run a round.</param>
internal sealed record ProofCost(TrainingStep Step, IReadOnlyList<ProofCost.Run> Without, IReadOnlyList<ProofCost.Run> With)
{
    private const double Bar = 5;

    /// <summary>One run of all checks.</summary>
    /// <param name="Report">What came of it.</param>
    /// <param name="Processor">The processor time that each check took.</param>
    internal sealed record Run(TrustReport Report, ProcessorTimes Processor);

    /// <summary>Runs the pairs, some training steps before and after.</summary>
    public static ProofCost Measure(ModelSubject subject, TrustOptions options, int rounds)
    {
        TrainingStep before = TrainingStep.Measure(subject);
        List<Run> without = [];
        List<Run> with = [];
        for (int round = 0; round < rounds; round++)
        {
            without.Add(RunOnce(subject, options with { ProvesPower = false }));
            with.Add(RunOnce(subject, options));
        }

        return new(TrainingStep.Between(before, TrainingStep.Measure(subject)), without, with);
    }

    /// <summary>The passes of all proofs of a report together.</summary>
    public static PassCount PassesOfProofs(TrustReport report) => report.Results
        .Select(result => result.Power?.Passes ?? default).Aggregate(default(PassCount), (all, each) => all + each);

    /// <summary>Where the processor's time goes, the most costly check first, of the median round.</summary>
    public Table ByCheck()
    {
        Run without = Median(Without);
        Run with = Median(With);
        var table = new Table().AddColumns(
            "check", "verdict", "CPU s without", "CPU s with", "places tried", "like them", "passes of the check", "passes of the proof");
        foreach (CheckResult result in with.Report.Results.OrderByDescending(result => with.Processor.OfChecks[result.CheckId]))
        {
            IReadOnlyList<MutantResult> mutants = result.Power?.Mutants ?? [];
            PassCount proof = result.Power?.Passes ?? default;
            table.AddRow(
                result.CheckId,
                $"{result.Verdict}",
                Number($"{without.Processor.OfChecks[result.CheckId].TotalSeconds:f2}"),
                Number($"{with.Processor.OfChecks[result.CheckId].TotalSeconds:f2}"),
                $"{mutants.Count(mutant => mutant.Outcome != MutantOutcome.NotTried)}",
                $"{mutants.Count(mutant => mutant.Outcome == MutantOutcome.NotTried)}",
                Text(result.Passes - proof),
                Text(proof));
        }

        return table;
    }

    /// <summary>Time and processor time without and with, their ratios, both in training steps, and the passes.</summary>
    public string Summary()
    {
        TrustReport report = Median(With).Report;
        PassCount all = report.Results.Select(result => result.Passes).Aggregate(default(PassCount), (sum, each) => sum + each);
        PassCount proofs = PassesOfProofs(report);
        return Number(
            $"""
             time: {Line(run => run.Report.Duration, Step.Time)}
             processor: {Line(run => run.Processor.OfAll, Step.Processor)}
             passes of the checks {Text(all - proofs)}, of the proofs {Text(proofs)} (forward, backward)
             """);
    }

    private string Line(Func<Run, TimeSpan> timeOf, TimeSpan step)
    {
        TimeSpan without = timeOf(Median(Without));
        TimeSpan with = timeOf(Median(With));
        double[] ratios = [.. With.Zip(Without, (one, other) => timeOf(one) / timeOf(other)).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"without proofs {without.TotalSeconds:f1} s, with proofs {with.TotalSeconds:f1} s; ratio {ratios[ratios.Length / 2]:f2} "
                + $"({ratios[0]:f2} to {ratios[^1]:f2} in {ratios.Length} rounds), bar {Bar:f0}; "
                + $"in training steps of 4 samples ({step.TotalMilliseconds:f1} ms each): {without / step:f0} without proofs, "
                + $"{with / step:f0} with");
    }

    private static Run RunOnce(ModelSubject subject, TrustOptions options)
    {
        var processor = new ProcessorTimes();
        return new Run(Trust.Check(subject, options with { Progress = processor }), processor);
    }

    private static Run Median(IReadOnlyList<Run> runs) => runs.OrderBy(run => run.Report.Duration).ElementAt(runs.Count / 2);

    private static string Text(PassCount passes) => $"{passes.Forward}, {passes.Backward}";

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
