using System.Globalization;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>The same checks of one subject without and with their proofs, in turn.</summary>
/// <param name="Step">The time of one training step.</param>
/// <param name="Without">One report a round.</param>
/// <param name="With">One report a round.</param>
internal sealed record ProofCost(TimeSpan Step, IReadOnlyList<TrustReport> Without, IReadOnlyList<TrustReport> With)
{
    /// <summary>Runs the pairs, a training step before and after.</summary>
    public static ProofCost Measure(ModelSubject subject, TrustOptions options, int rounds)
    {
        TimeSpan before = TrainingStep.Measure(subject);
        List<TrustReport> without = [];
        List<TrustReport> with = [];
        for (int round = 0; round < rounds; round++)
        {
            without.Add(Trust.Check(subject, options with { ProvesPower = false }));
            with.Add(Trust.Check(subject, options));
        }

        return new((before + TrainingStep.Measure(subject)) / 2, without, with);
    }

    /// <summary>The passes of all proofs of a report together.</summary>
    public static PassCount PassesOfProofs(TrustReport report) => report.Results
        .Select(result => result.Power?.Passes ?? default).Aggregate(default(PassCount), (all, each) => all + each);

    /// <summary>Where the time goes, the most costly check first, of the median round.</summary>
    public Table ByCheck()
    {
        TrustReport without = Median(Without);
        TrustReport with = Median(With);
        var table = new Table().AddColumns(
            "check", "verdict", "s without", "s with", "places tried", "like them", "passes of the check", "passes of the proof");
        foreach (CheckResult result in with.Results.OrderByDescending(result => result.Duration))
        {
            IReadOnlyList<MutantResult> mutants = result.Power?.Mutants ?? [];
            PassCount proof = result.Power?.Passes ?? default;
            table.AddRow(
                result.CheckId,
                $"{result.Verdict}",
                Number($"{without.Results.First(each => each.CheckId == result.CheckId).Duration.TotalSeconds:f2}"),
                Number($"{result.Duration.TotalSeconds:f2}"),
                $"{mutants.Count(mutant => mutant.Outcome != MutantOutcome.NotTried)}",
                $"{mutants.Count(mutant => mutant.Outcome == MutantOutcome.NotTried)}",
                Text(result.Passes - proof),
                Text(proof));
        }

        return table;
    }

    /// <summary>Time without and with, their ratio, both in training steps, and the passes.</summary>
    public string Summary()
    {
        PassCount all = Median(With).Results.Select(result => result.Passes).Aggregate(default(PassCount), (sum, each) => sum + each);
        PassCount proofs = PassesOfProofs(Median(With));
        double[] ratios = [.. With.Zip(Without, (with, without) => with.Duration / without.Duration).Order()];
        double without = Median(Without).Duration.TotalSeconds;
        double with = Median(With).Duration.TotalSeconds;
        return Number(
            $"""
             without proofs {without:f1} s, with proofs {with:f1} s; ratio {ratios[ratios.Length / 2]:f2} ({ratios[0]:f2} to {ratios[^1]:f2} in {ratios.Length} rounds), bar 5
             one training step of 4 samples {Step.TotalMilliseconds:f1} ms: {without / Step.TotalSeconds:f0} steps without proofs, {with / Step.TotalSeconds:f0} with
             passes of the checks {Text(all - proofs)}, of the proofs {Text(proofs)} (forward, backward)
             """);
    }

    private static TrustReport Median(IReadOnlyList<TrustReport> reports) =>
        reports.OrderBy(report => report.Duration).ElementAt(reports.Count / 2);

    private static string Text(PassCount passes) => $"{passes.Forward}, {passes.Backward}";

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
