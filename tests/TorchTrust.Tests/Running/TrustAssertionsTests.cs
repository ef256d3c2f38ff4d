using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

/// <summary>Single properties, asserted in a test of any framework.</summary>
public sealed class TrustAssertionsTests
{
    private static readonly TrustOptions _here = new() { Isolation = Isolation.InProcess };

    [Fact]
    public void What_holds_says_nothing_and_goes_on()
    {
        ModelSubject right = ModelSubject.For(() => nn.Sequential(nn.Linear(4, 3))).WithInput(n => randn(n, 4));

        ITrustAssertions<ModelSubject> assertions = Trust.That(right, _here).SamplesAreIndependentInEval().ValuesAreFinite();

        Assert.Same(right, assertions.Subject);
    }

    [Fact]
    public void What_does_not_hold_throws_with_what_the_check_says()
    {
        ModelSubject mixing = ModelSubject.For(() => new Computes(x => x - x.mean([0L], keepdim: true))).WithInput(n => randn(n, 4));

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(mixing, _here).SamplesAreIndependentInEval());

        Assert.Contains("samples-independent-in-eval", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, Assert.Single(thrown.Report.Results).Verdict);
    }

    [Fact]
    public void What_does_not_apply_is_not_held_to_be_shown()
    {
        ModelSubject right = ModelSubject.For(() => nn.Sequential(nn.Linear(4, 3))).WithInput(n => randn(n, 4));

        TrustException thrown = Assert.Throws<TrustException>(() => Trust.That(right, _here).DropoutActsInTraining());

        Assert.Equal(Verdict.Skipped, Assert.Single(thrown.Report.Results).Verdict);
    }

    [Fact]
    public void Each_kind_of_subject_has_its_own() => Trust
        .That(
            LossSubject.For((Tensor prediction, Tensor target) => nn.functional.mse_loss(prediction, target))
                .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean))
        .LossReducesAsDeclared();
}
