using System.Runtime.CompilerServices;
using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>The rules of one run: what happens is told to each of them, and what they say is gathered.</summary>
internal sealed class RuleSet
{
    private readonly IReadOnlyList<WatchRule> _rules = WatchRules.Make();

    /// <summary>Begins.</summary>
    /// <param name="record">The record of the run.</param>
    public RuleSet(TrainingRecord record)
    {
        foreach (WatchRule rule in _rules)
        {
            rule.Begin(record);
        }
    }

    /// <summary>What they tell and do not judge.</summary>
    public IEnumerable<string> Information => _rules.SelectMany(rule => rule.Information());

    /// <summary>Tells each rule of something.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tell(Action<WatchRule> tell)
    {
        foreach (WatchRule rule in _rules)
        {
            tell(rule);
        }
    }

    /// <summary>What was found since this was asked for last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public IReadOnlyList<CheckResult> News()
    {
        List<CheckResult>? news = null;
        foreach (WatchRule rule in _rules)
        {
            if (rule.HasNews)
            {
                (news ??= []).Add(rule.Result(RunEnd.None));
            }
        }

        return news ?? (IReadOnlyList<CheckResult>)[];
    }

    /// <summary>What each of them says; what follows from something else is told as such.</summary>
    /// <param name="end">How the run stands.</param>
    public IReadOnlyList<CheckResult> Results(RunEnd end)
    {
        HashSet<string> found = [.. _rules.Where(rule => rule.Found > 0).Select(rule => rule.Info.Id)];
        return
        [
            .. _rules.Select(rule => (rule.Info.Cause, Result: rule.Result(end)))
                .Select(each => each.Cause is { } cause && found.Contains(cause)
                    ? each.Result with { Findings = [.. each.Result.Findings.Select(finding => finding with { ExplainedBy = cause })] }
                    : each.Result),
        ];
    }
}
