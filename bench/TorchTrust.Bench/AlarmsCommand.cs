using System.CommandLine;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>
/// Counts what the checks say against right models: with no declaration at all, and with the facts declared. What follows from another
/// finding is told and not counted, as in every report.
/// </summary>
internal static class AlarmsCommand
{
    public static Command Create()
    {
        var prove = new Option<bool>("--prove") { Description = "Prove the power of each pass, too." };
        Option<string> kind = RightSubject.KindOption();
        var names = new Option<string[]>("--names", "--models")
        {
            Description = "The names of the subjects; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var slow = new Option<double>("--slow")
        {
            Description = "List checks that take more seconds than this.",
            DefaultValueFactory = _ => 3,
        };
        var checks = new Option<string[]>("--checks")
        {
            Description = "The ids of the checks; all if none is given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var seed = new Option<long>("--seed") { Description = "The seed.", DefaultValueFactory = _ => new TrustOptions().Seed };
        var command = new Command("alarms", "Runs every check on every right subject of a pool.")
        {
            kind,
            prove,
            names,
            checks,
            seed,
            slow,
        };
        command.SetAction(parsed => Run(
            RightSubject.Pool(parsed.GetValue(kind)!),
            parsed.GetValue(names) ?? [],
            new TrustOptions
            {
                ProvesPower = parsed.GetValue(prove),
                Checks = parsed.GetValue(checks) is { Length: > 0 } chosen ? chosen : null,
                Seed = parsed.GetValue(seed),
            },
            parsed.GetValue(slow)));
        return command;
    }

    private static void Run(IReadOnlyList<RightSubject> pool, string[] names, TrustOptions options, double slow)
    {
        RightSubject[] subjects = [.. pool.Where(subject => names.Length == 0 || names.Contains(subject.Name))];
        var table = new Table().AddColumns(
            "facts", "subjects", "errors", "questions", "inconclusive", "passed", "of these with power shown", "longest, s", "median, s");
        foreach ((string facts, Func<RightSubject, Subject> choose) in new (string, Func<RightSubject, Subject>)[]
        {
            ("none", subject => subject.Undeclared),
            ("declared", subject => subject.Declared),
        })
        {
            TrustReport[] reports = [.. subjects.Select(subject => Check(subject.Name, facts, choose(subject), options, slow))];
            CheckResult[] results = [.. reports.SelectMany(report => report.Results)];
            double[] seconds = [.. reports.Select(report => report.Duration.TotalSeconds).Order()];
            table.AddRow(
                facts,
                $"{subjects.Length}",
                $"{reports.Sum(report => report.Errors.Count())}",
                $"{reports.Sum(report => report.Questions.Count())}",
                $"{results.Count(result => result.Verdict == Verdict.Inconclusive)}",
                $"{results.Count(result => result.Verdict == Verdict.Passed)}",
                options.ProvesPower
                    ? $"{results.Count(result => result is { Verdict: Verdict.Passed, Power.IsShown: true })}"
                    : "not asked",
                $"{seconds[^1]:f1}",
                $"{seconds[seconds.Length / 2]:f1}");
        }

        AnsiConsole.Write(table);
    }

    private static TrustReport Check(string name, string facts, Subject subject, TrustOptions options, double slow)
    {
        TrustReport report = Trust.Check(subject, options);
        foreach (CheckResult result in report.Results)
        {
            if (result.Verdict is Verdict.Failed or Verdict.Inconclusive)
            {
                string what = result.Reason ?? string.Join("; ", result.Findings.Select(finding => finding.What));
                string cause = result.ExplainedBy is { } explained ? $", which follows from {explained} and is not counted" : "";
                Console.WriteLine($"{name} ({facts}): {result.Verdict} {result.Severity} {result.CheckId}: {what}{cause}");
            }

            if (options.ProvesPower && result is { Verdict: Verdict.Passed, Power: not { IsShown: true } }
                or { Verdict: Verdict.Inconclusive, Power: not null })
            {
                IEnumerable<string> why = result.Power?.Mutants
                    .GroupBy(mutant => $"{mutant.Mutant} {mutant.Outcome}: {mutant.Detail}")
                    .Select(group => $"{group.Key} ({group.Count()} places)") ?? [];
                Console.WriteLine($"{name} ({facts}): {result.CheckId} fails nowhere, its power is not shown: {string.Join("; ", why)}");
            }

            if (result.Duration.TotalSeconds > slow)
            {
                Console.WriteLine($"{name} ({facts}): {result.CheckId} took {result.Duration.TotalSeconds:f1} s");
            }
        }

        return report;
    }
}
