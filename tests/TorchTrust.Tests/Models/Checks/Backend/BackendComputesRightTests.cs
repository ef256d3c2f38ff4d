using TorchTrust.Probes;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Backend;

public sealed class BackendComputesRightTests
{
    private const string Id = "backend-computes-right";

    [Fact]
    public void The_verdict_is_that_of_the_self_test_and_claims_no_power()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)));

        Assert.Equal(BackendSelfTest.BrokenOperations.Count == 0 ? Verdict.Passed : Verdict.Failed, result.Verdict);
        Assert.Equal(BackendSelfTest.BrokenOperations.Count, result.Findings.Count);
        Assert.Null(result.Power);
    }

    [Fact]
    public void Each_operation_that_is_computed_wrong_is_named() => Assert.All(
        CheckTest.Run(Id, ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6))).Findings,
        finding => Assert.Contains("depends on what lies in free memory", finding.What, StringComparison.Ordinal));

    [Fact]
    public void It_comes_first_so_that_no_model_is_blamed_for_the_machine() => Assert.Equal(
        Id,
        Trust.Check(
            ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)), new TrustOptions { ProvesPower = false }).Results[0].CheckId);

    [Fact]
    public void Outside_a_host_it_is_inconclusive()
    {
        CheckResult result = Trust.Check(
            ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = [Id], Isolation = Isolation.InProcess }).Results[0];

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("can end the process", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_is_no_longer_poisoned_after_the_self_test()
    {
        _ = BackendSelfTest.BrokenOperations;
        using Tensor first = empty(4_096);
        first.fill_(7);

        Assert.Equal(7, first[0].item<float>());
    }
}
