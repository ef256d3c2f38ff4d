using TorchTrust.Checks;
using TorchTrust.Losses.Checks;
using TorchTrust.RightModels;

namespace TorchTrust.Tests.Losses;

/// <summary>
/// The losses that the right models of the pool declare: nobody was asked for a fact of them, and nothing is said against them.
/// </summary>
public sealed class LossesOfRightModelsTests
{
    private static readonly string[] _checks = [.. Catalogue.All.OfType<LossCheck>().Select(check => check.Description.Id)];

    public static TheoryData<string> Names =>
        [.. RightModelPool.All.Where(model => model.Declared.Loss is not null).Select(model => model.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_said_against_the_loss_of_a_right_model(string name)
    {
        ModelSubject model = RightModelPool.All.Single(model => model.Name == name).Declared;

        TrustReport report = Trust.Check(model, new TrustOptions { Checks = _checks, ProvesPower = false, IsHost = true });

        Assert.DoesNotContain(report.Results, result => result.Verdict == Verdict.Failed || result.IsUndecided);
        Assert.Contains(report.Results, result => result is { Verdict: Verdict.Passed, Part: "loss" });
    }
}
