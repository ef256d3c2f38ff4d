using System.CommandLine;
using Spectre.Console;
using TorchTrust.RightModels;

namespace TorchTrust.Bench;

/// <summary>Counts what the checks say against right models: with no declaration at all, and with the facts declared.</summary>
internal static class AlarmsCommand
{
    public static Command Create()
    {
        var prove = new Option<bool>("--prove") { Description = "Prove the power of each pass, too." };
        var command = new Command("alarms", "Runs every check on every right model of the pool.") { prove };
        command.SetAction(parsed => Run(parsed.GetValue(prove)));
        return command;
    }

    private static void Run(bool prove)
    {
        var table = new Table().AddColumns("facts", "models", "errors", "warnings", "inconclusive", "passed", "of these with power shown");
        foreach ((string facts, Func<RightModel, ModelSubject> choose) in new (string, Func<RightModel, ModelSubject>)[]
        {
            ("none", model => model.Undeclared),
            ("declared", model => model.Declared),
        })
        {
            CheckResult[] results = [.. RightModelPool.All.SelectMany(model => Check(model, facts, choose(model), prove))];
            table.AddRow(
                facts,
                $"{RightModelPool.All.Count}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error })}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Warning })}",
                $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
                $"{results.Count(result => result.Verdict == Verdict.Passed)}",
                prove ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}" : "not asked");
        }

        AnsiConsole.Write(table);
    }

    private static IReadOnlyList<CheckResult> Check(RightModel model, string facts, ModelSubject subject, bool prove)
    {
        TrustReport report = Trust.Check(subject, new TrustOptions { ProvesPower = prove });
        foreach (CheckResult result in report.Results.Where(result => result.Verdict is Verdict.Failed or Verdict.Inconclusive))
        {
            string what = result.Reason ?? string.Join("; ", result.Findings.Select(finding => finding.What));
            AnsiConsole.WriteLine($"{model.Name} ({facts}): {result.Verdict} {result.Severity} {result.CheckId}: {what}");
        }

        return report.Results;
    }
}
