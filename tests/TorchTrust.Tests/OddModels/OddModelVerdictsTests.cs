using System.Text.RegularExpressions;
using TorchTrust.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.OddModels;

/// <summary>
/// What each check says of models with one oddity each, word for word: verdict, weight, module, parameter and reason.
/// Approved texts hold all that is not a pass. It is done in this process, as a host does it.
/// </summary>
public sealed partial class OddModelVerdictsTests
{
    /// <summary>What it says depends on the machine.</summary>
    private static readonly string[] _ofTheMachine = [CheckIds.BackendComputesRight];

    public static TheoryData<string> Checks => [.. Catalogue.All.Select(check => check.Description.Id).Except(_ofTheMachine)];

    [Theory, MemberData(nameof(Checks))]
    public void A_check_says_of_each_model_what_was_approved(string checkId)
    {
        var options = new TrustOptions { Checks = [checkId], ProvesPower = false, IsHost = true };
        Approved.Demand(
            string.Join('\n', OddModelPool.All.Select(model => (model.Key, Result: Assert.Single(Trust.Check(model.Value, options).Results)))
                .Where(entry => entry.Result.Verdict != Verdict.Passed).Select(entry => Describe(entry.Key, entry.Result))),
            "OddModels",
            "Verdicts",
            $"{checkId}.txt");
    }

    private static string Describe(string name, CheckResult result) => Measured().Replace(
        string.Join("\n  ", [$"{name}: {result.Verdict}{(result.Verdict == Verdict.Failed ? $" {result.Severity}" : $": {result.Reason}")}",
            .. result.Findings.Select(finding => $"{finding.What} [{finding.Module} {finding.Parameter} {finding.Sample} {finding.Dimension}]")]),
        "#");

    /// <summary>Measured numbers differ in their last digits from machine to machine.</summary>
    [GeneratedRegex(@"-?\d+\.\d+(e[-+]?\d+)?|-?\d+e[-+]?\d+|:line \d+|[a-z]+@0x[0-9a-f]+")]
    private static partial Regex Measured();
}
