using TorchTrust.Checks;
using TorchTrust.Models.Checks;
using TorchTrust.Probes;
using TorchTrust.RightModels;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.RightModels;

/// <summary>
/// What each check says of each right model of which nothing is declared, word for word: no error, and a question names what
/// to declare. Approved texts hold all that is not a pass, so that a reason that changes is seen. It is done in this process,
/// as a host does it.
/// </summary>
public sealed class RightModelVerdictsTests
{
    /// <summary>What it says depends on the machine.</summary>
    private static readonly string[] _ofTheMachine = [CheckIds.BackendComputesRight];

    public static TheoryData<string> Checks =>
        [.. Catalogue.All.OfType<ModelCheck>().Select(check => check.Description.Id).Except(_ofTheMachine)];

    [Theory, MemberData(nameof(Checks))]
    public void Without_a_declaration_there_is_no_error_and_each_question_names_what_to_declare(string checkId)
    {
        Assert.SkipUnless(
            checkId != CheckIds.ReadsNoUnwrittenMemory || PoisonedMemory.IsSupported(),
            "Needs glibc, and a process that is started as Properties/launchSettings.json says.");
        var options = new TrustOptions { Checks = [checkId], ProvesPower = false, IsHost = true };
        (string Name, CheckResult Result)[] results =
            [.. RightModelPool.All.Select(model => (model.Name, Assert.Single(Trust.Check(model.Undeclared, options).Results)))];

        CheckResult[] failures = [.. results.Select(entry => entry.Result).Where(result => result.Verdict == Verdict.Failed)];
        Assert.All(failures, result => Assert.Equal(Severity.Question, result.Severity));
        Assert.All(failures, result => Assert.Contains("subject.", result.Remedy));
        Approved.Demand(VerdictText.Of(results), "RightModels", "Verdicts", $"{checkId}.txt");
    }
}
