using System.Runtime.CompilerServices;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>What the tests of the checks of data sets ask.</summary>
internal static class DataCheckTest
{
    /// <summary>The check passes, and would have noticed its mutants.</summary>
    public static void Passes(string checkId, DatasetSubject subject)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Passed, $"{result}");
        Assert.True(
            result.Power is null or { IsShown: true },
            string.Join("\n", result.Power?.Mutants.Select(mutant => $"{mutant.Mutant} at {mutant.Site}: {mutant.Outcome} {mutant.Detail}")
                ?? []));
    }

    /// <summary>The check does not fail.</summary>
    public static void Accepts(string checkId, DatasetSubject subject)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict != Verdict.Failed, $"{result}");
    }

    /// <summary>The check fails, its findings say what is expected, and its whole message is the approved one of the test.</summary>
    public static void Fails(
        string checkId, DatasetSubject subject, string expected, Severity severity = Severity.Error, [CallerMemberName] string test = "")
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Failed, $"{result}");
        Assert.Contains(expected, string.Join("\n", result.Findings.Select(finding => finding.What)), StringComparison.Ordinal);
        Assert.Equal(severity, result.Severity);
        Assert.False(string.IsNullOrEmpty(result.Remedy));
        Approved.Demand(Messages.Normal(result), "Datasets", "Checks", "Messages", checkId, $"{test}.txt");
    }

    /// <summary>The check does not apply.</summary>
    public static void Skips(string checkId, DatasetSubject subject)
    {
        CheckResult result = CheckTest.Run(checkId, subject);
        Assert.True(result.Verdict == Verdict.Skipped, $"{result}");
        Assert.False(string.IsNullOrEmpty(result.Reason));
    }
}
