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
        var models = new Option<string[]>("--models")
        {
            Description = "The names of the models; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var slow = new Option<double>("--slow") { Description = "List checks that take more seconds than this.", DefaultValueFactory = _ => 3 };
        var kind = new Option<string>("--kind") { Description = "The kind of subject: model or training.", DefaultValueFactory = _ => "model" };
        var command = new Command("alarms", "Runs every check on every right subject of the pool of a kind.") { prove, models, slow, kind };
        command.SetAction(parsed =>
        {
            Action<bool, string[], double> run = parsed.GetValue(kind) == "training" ? AlarmsOfLoops.Run : Run;
            run(parsed.GetValue(prove), parsed.GetValue(models) ?? [], parsed.GetValue(slow));
        });
        return command;
    }

    private static void Run(bool prove, string[] names, double slow)
    {
        RightModel[] models = [.. RightModelPool.All.Where(model => names.Length == 0 || names.Contains(model.Name))];
        var table = new Table().AddColumns("facts", "models", "errors", "questions", "inconclusive", "passed", "of these with power shown");
        foreach ((string facts, Func<RightModel, ModelSubject> choose) in new (string, Func<RightModel, ModelSubject>)[]
        {
            ("none", model => model.Undeclared),
            ("declared", model => model.Declared),
        })
        {
            CheckResult[] results = [.. models.SelectMany(model => Check(model, facts, choose(model), prove, slow))];
            table.AddRow(
                facts,
                $"{models.Length}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Error })}",
                $"{results.Count(result => result is { Verdict: Verdict.Failed, Severity: Severity.Question })}",
                $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
                $"{results.Count(result => result.Verdict == Verdict.Passed)}",
                prove ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}" : "not asked");
        }

        AnsiConsole.Write(table);
    }

    private static IReadOnlyList<CheckResult> Check(RightModel model, string facts, ModelSubject subject, bool prove, double slow)
    {
        TrustReport report = Trust.Check(subject, new TrustOptions { ProvesPower = prove });
        foreach (CheckResult result in report.Results)
        {
            if (result.Verdict is Verdict.Failed or Verdict.Inconclusive)
            {
                string what = result.Reason ?? string.Join("; ", result.Findings.Select(finding => finding.What));
                Console.WriteLine($"{model.Name} ({facts}): {result.Verdict} {result.Severity} {result.CheckId}: {what}");
            }

            if (prove && result is { Verdict: Verdict.Passed, Power: not { IsShown: true } })
            {
                IEnumerable<string> why = result.Power?.Mutants
                    .GroupBy(mutant => $"{mutant.Mutant} {mutant.Outcome}: {mutant.Detail}").Select(group => $"{group.Key} ({group.Count()} places)") ?? [];
                Console.WriteLine($"{model.Name} ({facts}): {result.CheckId} passed, its power is not shown: {string.Join("; ", why)}");
            }

            if (result.Duration.TotalSeconds > slow)
            {
                Console.WriteLine($"{model.Name} ({facts}): {result.CheckId} took {result.Duration.TotalSeconds:f1} s");
            }
        }

        return report.Results;
    }
}
