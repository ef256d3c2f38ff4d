using System.Diagnostics;
using Spectre.Console;
using TorchTrust.RightLoops;

namespace TorchTrust.Bench;

/// <summary>Counts what the checks of training loops say against right ones: with no declaration at all, and with the facts declared.</summary>
internal static class AlarmsOfLoops
{
    /// <summary>Runs every check on every right loop, and tells each alarm.</summary>
    /// <param name="prove">Whether the power of each pass is proven, too.</param>
    /// <param name="names">The names of the loops; all if there is none.</param>
    /// <param name="slow">Checks that take more seconds than this are listed.</param>
    public static void Run(bool prove, IReadOnlyCollection<string> names, double slow)
    {
        RightLoop[] loops = [.. RightLoopPool.All.Where(loop => names.Count == 0 || names.Contains(loop.Name))];
        var table = new Table().AddColumns("facts", "loops", "errors", "questions", "inconclusive", "skipped", "passed", "of these with power shown", "seconds");
        foreach ((string facts, Func<RightLoop, TrainingSubject> choose) in new (string, Func<RightLoop, TrainingSubject>)[]
        {
            ("none", loop => loop.Undeclared),
            ("declared", loop => loop.Declared),
        })
        {
            var watch = Stopwatch.StartNew();
            CheckResult[] results = [.. loops.SelectMany(loop => Check(loop, facts, choose(loop), prove, slow))];
            table.AddRow(
                facts,
                $"{loops.Length}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error })}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Question })}",
                $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
                $"{results.Count(result => result.Verdict == Verdict.Skipped)}",
                $"{results.Count(result => result.Verdict == Verdict.Passed)}",
                prove ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}" : "not asked",
                $"{watch.Elapsed.TotalSeconds:f0}");
        }

        AnsiConsole.Write(table);
    }

    private static IReadOnlyList<CheckResult> Check(RightLoop loop, string facts, TrainingSubject subject, bool prove, double slow)
    {
        TrustReport report = Trust.Check(subject, new TrustOptions { ProvesPower = prove, Isolation = Isolation.InProcess });
        foreach (CheckResult result in report.Results)
        {
            if (result.Verdict is Verdict.Failed or Verdict.Inconclusive)
            {
                string what = result.Reason ?? string.Join("; ", result.Findings.Select(finding => finding.What));
                string survivors = string.Join("; ", result.Power?.Mutants.Where(mutant => mutant.Outcome == MutantOutcome.Survived)
                    .Select(mutant => $" [{mutant.Mutant} at {mutant.Site}: {mutant.Detail}]") ?? []);
                Console.WriteLine($"{loop.Name} ({facts}): {result.Verdict} {result.Severity} {result.CheckId}: {what}{survivors}");
            }

            if (result.Duration.TotalSeconds > slow)
            {
                Console.WriteLine($"{loop.Name} ({facts}): {result.CheckId} took {result.Duration.TotalSeconds:f1} s");
            }
        }

        return report.Results;
    }
}
