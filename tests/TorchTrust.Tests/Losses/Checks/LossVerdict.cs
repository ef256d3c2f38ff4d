using TorchTrust.RightLosses;
using TorchTrust.Tests.Checks;

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

    /// <summary>It is a fault, and the findings say so.</summary>
    public static CheckResult Fails(string checkId, LossSubject subject, string finding, Severity severity = Severity.Error)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Failed, result.ToString());
        Assert.Contains(finding, result.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(severity, result.Severity);
        return result;
    }

    /// <summary>It does not apply, for a reason that says what to declare.</summary>
    public static void DoesNotApply(string checkId, LossSubject subject, string reason)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Skipped, result.ToString());
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }
}
