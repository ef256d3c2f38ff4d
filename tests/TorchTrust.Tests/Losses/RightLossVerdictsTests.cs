using TorchTrust.Checks;
using TorchTrust.Losses.Checks;
using TorchTrust.RightLosses;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Losses;

/// <summary>
/// What each check says of each right loss, word for word: no error with nothing declared, and nothing at all with its facts. It
/// is done in this process, as a host does it.
/// </summary>
public sealed class RightLossVerdictsTests
{
    public static TheoryData<string> Checks => [.. Catalogue.All.OfType<LossCheck>().Select(check => check.Description.Id)];

    [Theory, MemberData(nameof(Checks))]
    public void Without_a_declaration_there_is_no_error_and_each_question_names_what_to_declare(string checkId)
    {
        CheckResult[] failures =
            [.. Verdicts(checkId, loss => loss.Undeclared, "Undeclared").Where(result => result.Verdict == Verdict.Failed)];

        Assert.All(failures, result => Assert.Equal(Severity.Question, result.Severity));
        Assert.All(failures, result => Assert.Contains("subject.", result.Remedy));
    }

    [Theory, MemberData(nameof(Checks))]
    public void With_its_facts_nothing_is_said_against_a_right_loss(string checkId) =>
        Assert.DoesNotContain(Verdicts(checkId, loss => loss.Declared, "Declared"), result => result.Verdict == Verdict.Failed);

    private static CheckResult[] Verdicts(string checkId, Func<RightLoss, LossSubject> choose, string facts)
    {
        var options = new TrustOptions { Checks = [checkId], ProvesPower = false, IsHost = true };
        (string Name, CheckResult Result)[] results =
            [.. RightLossPool.All.Select(loss => (loss.Name, Assert.Single(Trust.Check(choose(loss), options).Results)))];
        Approved.Demand(VerdictText.Of(results), "Losses", "Verdicts", $"{checkId}.{facts}.txt");
        return [.. results.Select(entry => entry.Result)];
    }
}
