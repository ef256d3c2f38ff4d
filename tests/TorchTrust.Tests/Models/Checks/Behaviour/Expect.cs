namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>What a result must say, with the whole result in the message where it does not.</summary>
internal static class Expect
{
    /// <summary>Passed, and the proof shows that it could have failed.</summary>
    public static PowerProof Proven(CheckResult result)
    {
        Assert.True(result.Verdict == Verdict.Passed, Describe(result));
        Assert.True(result.Power!.IsShown, Describe(result));
        return result.Power;
    }

    /// <summary>Failed with a severity; gives the first finding.</summary>
    public static Finding Failed(CheckResult result, Severity severity)
    {
        Assert.True(result.Verdict == Verdict.Failed && result.Severity == severity, Describe(result));
        Assert.NotNull(result.Why);
        return result.Findings[0];
    }

    /// <summary>Skipped with a reason.</summary>
    public static void Skipped(CheckResult result, string reason)
    {
        Assert.True(result.Verdict == Verdict.Skipped, Describe(result));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    /// <summary>Undecided with a reason.</summary>
    public static void Inconclusive(CheckResult result, string reason)
    {
        Assert.True(result.Verdict == Verdict.Inconclusive, Describe(result));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    private static string Describe(CheckResult result)
    {
        string findings = string.Join(" | ", result.Findings.Select(finding => finding.What));
        string power = result.Power is { } proof
            ? string.Join(" | ", proof.Mutants.Select(mutant => $"{mutant.Mutant}@{mutant.Site}: {mutant.Outcome} {mutant.Detail}"))
            : "none";
        return $"{result.Verdict} {result.Severity}: {result.Reason} {findings} Power: {power}";
    }
}
