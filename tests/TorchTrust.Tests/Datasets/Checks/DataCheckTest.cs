using System.Runtime.CompilerServices;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>What the tests of the checks of data sets ask. Whatever a check says, the whole of it is approved for its test.</summary>
internal static class DataCheckTest
{
    /// <summary>The check passes, and would have noticed its mutants.</summary>
    /// <param name="checkId">The check.</param>
    /// <param name="subject">What it looks at.</param>
    /// <param name="row">Tells this call from the others of the test.</param>
    /// <param name="test">The test.</param>
    public static void Passes(string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "")
    {
        CheckResult result = Says(Verdict.Passed, checkId, subject, row, test);
        Assert.True(
            result.Power is null or { IsShown: true },
            string.Join("\n", result.Power?.Mutants.Select(mutant => $"{mutant.Mutant} at {mutant.Site}: {mutant.Outcome} {mutant.Detail}")
                ?? []));
    }

    /// <summary>The check passes, and there is none of its mutants that could be put here.</summary>
    public static void PassesUnproven(string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "")
    {
        CheckResult result = Says(Verdict.Passed, checkId, subject, row, test);
        Assert.False(result.Power is { IsShown: true }, "Its power is shown: see Passes.");
    }

    /// <summary>The check fails, and its findings say what is expected.</summary>
    public static void Fails(
        string checkId,
        DatasetSubject subject,
        string expected,
        Severity severity = Severity.Error,
        string row = "",
        [CallerMemberName] string test = "")
    {
        CheckResult result = Says(Verdict.Failed, checkId, subject, row, test);
        Assert.Contains(expected, string.Join("\n", result.Findings.Select(finding => finding.What)), StringComparison.Ordinal);
        Assert.Equal(severity, result.Severity);
        Assert.False(string.IsNullOrEmpty(result.Remedy));
    }

    /// <summary>The check does not apply.</summary>
    public static void Skips(string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "") =>
        Says(Verdict.Skipped, checkId, subject, row, test);

    /// <summary>The check cannot decide.</summary>
    public static void LeavesOpen(string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "") =>
        Says(Verdict.Inconclusive, checkId, subject, row, test);

    /// <summary>The check comes to a verdict, and the whole result is the approved one of the test.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="checkId">The check.</param>
    /// <param name="subject">What it looks at.</param>
    /// <param name="row">Tells this call from the others of the test.</param>
    /// <param name="test">The test.</param>
    public static CheckResult Says(
        Verdict verdict, string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "")
    {
        CheckResult result = Run(checkId, subject);
        Assert.True(result.Verdict == verdict, $"{result}");
        Assert.Equal(verdict is Verdict.Skipped or Verdict.Inconclusive, result.Reason is not null);
        string file = row.Length == 0 ? $"{test}.txt" : $"{test}, {row}.txt";
        Approved.Demand(WholeResult.Of(result), "Datasets", "Checks", "Messages", checkId, file);
        return result;
    }

    public static void Accepts(string checkId, DatasetSubject subject, string row = "", [CallerMemberName] string test = "")
    {
        CheckResult result = Run(checkId, subject);
        string file = row.Length == 0 ? $"{test}.txt" : $"{test}, {row}.txt";
        Approved.Demand(WholeResult.Of(result), "Datasets", "Checks", "Messages", checkId, file);
    }

    /// <summary>Runs the check, with its proof at all places and with pictures of items.</summary>
    private static CheckResult Run(string checkId, DatasetSubject subject) => Assert.Single(Trust.Check(
        subject, new TrustOptions { Checks = [checkId], Seed = 42, IsHost = true, ProvesEverywhere = true, ShowsData = true }).Results);
}
