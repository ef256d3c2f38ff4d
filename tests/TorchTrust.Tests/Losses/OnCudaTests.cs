using TorchTrust.Probes;
using TorchTrust.RightLosses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses;

/// <summary>What only a CUDA device shows of losses. Where there is none, each says so and is skipped.</summary>
public sealed class OnCudaTests
{
    private const string NoDevice = "There is no CUDA device here.";

    public static TheoryData<string> Names => [.. RightLossPool.All.Select(loss => loss.Name).Where((_, index) => index % 8 == 0)];

    [Theory, MemberData(nameof(Names))]
    public void A_right_loss_has_no_failure_there(string name)
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        LossSubject subject = RightLossPool.All.Single(loss => loss.Name == name).Declared;

        TrustReport cpu = Trust.Check(subject);
        TrustReport cuda = Trust.Check(subject, new TrustOptions { Device = "cuda" });

        Assert.Equal("cuda", cuda.Environment!.Device);
        Assert.Equal(Failures(cpu), Failures(cuda));
    }

    [Fact]
    public void A_fault_is_found_there_and_its_proofs_are_no_faults_of_ours()
    {
        Assert.SkipUnless(Accelerator.IsPresent, NoDevice);
        LossSubject<Tensor, Tensor> right = LossSubject.For((Tensor logits, Tensor target) => cross_entropy(logits, target), "CrossEntropy")
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .IsInvariantTo("a shift of all logits", (logits, target) => (logits + 3, target))
            .Matches("the closed form", (logits, target) => -log_softmax(logits, 1).gather(1, target.unsqueeze(1)).mean())
            .On(CUDA);
        LossSubject<Tensor, Tensor> faulty = LossSubject.For(
            (Tensor logits, Tensor target) => cross_entropy(logits.softmax(1), target), "Twice")
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .IsInvariantTo("a shift of all logits", (logits, target) => (logits + 3, target))
            .Matches("the closed form", (logits, target) => -log_softmax(logits, 1).gather(1, target.unsqueeze(1)).mean())
            .On(CUDA);

        TrustReport report = Trust.Check(right);

        Assert.DoesNotContain(report.Results, result => result.Verdict == Verdict.Failed);
        Assert.DoesNotContain(
            report.Results.SelectMany(result => result.Power?.Mutants ?? []),
            mutant => mutant.Detail is { } detail && detail.Contains("itself threw", StringComparison.Ordinal));
        Assert.True(report.Results.First(result => result.CheckId == CheckIds.LossHoldsDeclaredRelations).Power!.IsShown);
        Assert.Contains(Trust.Check(faulty).Errors, result => result.CheckId == CheckIds.LossMatchesReference);
    }

    private static string[] Failures(TrustReport report) =>
        [.. report.Results.Where(result => result.Verdict == Verdict.Failed).Select(result => result.CheckId)];
}
