using TorchTrust.Checks;
using TorchTrust.Models.Checks;
using TorchTrust.Probes;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.OddModels;

/// <summary>
/// What each check says of models with one oddity each, word for word: verdict, weight, module, parameter and reason.
/// Approved texts hold all that is not a pass. It is done in this process, as a host does it.
/// </summary>
public sealed class OddModelVerdictsTests
{
    /// <summary>What it says depends on the machine.</summary>
    private static readonly string[] _ofTheMachine = [CheckIds.BackendComputesRight];

    public static TheoryData<string> Checks =>
        [.. Catalogue.All.OfType<ModelCheck>().Select(check => check.Description.Id).Except(_ofTheMachine)];

    [Theory, MemberData(nameof(Checks))]
    public void A_check_says_of_each_model_what_was_approved(string checkId)
    {
        Assert.SkipUnless(
            checkId != CheckIds.ReadsNoUnwrittenMemory || PoisonedMemory.IsSupported(),
            "Needs glibc, and a process that is started as Properties/launchSettings.json says.");
        var options = new TrustOptions { Checks = [checkId], ProvesPower = false, IsHost = true };

        Approved.Demand(
            VerdictText.Of([.. OddModelPool.All.Select(model => (model.Key, Assert.Single(Trust.Check(model.Value, options).Results)))]),
            "OddModels",
            "Verdicts",
            $"{checkId}.txt");
    }
}
