using System.Runtime.CompilerServices;
using TorchTrust.RightLosses;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Losses.Checks;

/// <summary>What one check says of one loss.</summary>
internal static class LossVerdict
{
    /// <summary>A loss of the pool, with its facts.</summary>
    public static LossSubject Right(string name) => RightLossPool.All.Single(loss => loss.Name == name).Declared;

    /// <summary>A loss of the pool, of which nothing is declared but how to make its arguments.</summary>
    public static LossSubject Undeclared(string name) => RightLossPool.All.Single(loss => loss.Name == name).Undeclared;

    /// <summary>It passes, and the pass could have been a failure.</summary>
    public static void Passes(string checkId, LossSubject subject)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.True(result.Power is { IsShown: true }, $"{result}: {string.Join("; ", result.Power?.Mutants ?? [])}");
    }

    /// <summary>
    /// It passes, whether the pass could have been a failure or not: of a loss that is right at the edge of what can be told a mutant may
    /// show as little.
    /// </summary>
    public static void Holds(string checkId, LossSubject subject)
    {
        CheckResult result = Unproven(checkId, subject);
        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
    }

    /// <summary>It cannot be told, for a reason that says why.</summary>
    public static void CannotTell(string checkId, LossSubject subject, string reason)
    {
        CheckResult result = Unproven(checkId, subject);
        Assert.True(result.Verdict == Verdict.Inconclusive, result.ToString());
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    /// <summary>It is a fault, the findings say so, and the message is the approved one of the test.</summary>
    public static CheckResult Fails(
        string checkId, LossSubject subject, string finding, Severity severity = Severity.Error, [CallerMemberName] string test = "")
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Failed, result.ToString());
        Assert.Contains(finding, result.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(severity, result.Severity);
        Approved.Demand(Message(result), "Losses", "Messages", $"{checkId}.{test}.txt");
        return result;
    }

    private static CheckResult Unproven(string checkId, LossSubject subject) =>
        Assert.Single(Trust.Check(subject, new TrustOptions { Checks = [checkId], IsHost = true, ProvesPower = false }).Results);

    /// <summary>
    /// What a person is told: what, where ([module|parameter|sample|dimension]), which numbers, why, how to mend it,
    /// and how to declare it.
    /// </summary>
    private static string Message(CheckResult result) => string.Join('\n',
    [
        VerdictText.Of([("loss", result)]),
        $"numbers: {string.Join(", ", result.Findings.SelectMany(finding => finding.Numbers.Keys).Distinct())}",
        $"why: {result.Why}",
        $"mend: {result.Remedy}",
        $"declare: {result.Declaration}",
    ]);

    /// <summary>It does not apply, for a reason that says what to declare.</summary>
    public static void DoesNotApply(string checkId, LossSubject subject, string reason)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Skipped, result.ToString());
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }
}
