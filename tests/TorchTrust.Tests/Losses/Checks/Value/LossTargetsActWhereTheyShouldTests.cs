using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossTargetsActWhereTheyShouldTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossTargetsActWhereTheyShould, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.flatten(0, 1), target.flatten()))
            .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).HasTime(1));

    [Fact]
    public void A_forgotten_shift_is_found()
    {
        LossVerdict.Fails(CheckIds.LossTargetsActWhereTheyShould, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.flatten(0, 1), target.flatten()))
            .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).PredictsNext(1), "the target acts on the prediction at its own position, declared is at the position before");
    }

    [Fact]
    public void Two_shifts_are_a_question()
    {
        LossVerdict.Fails(CheckIds.LossTargetsActWhereTheyShould, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.narrow(1, 0, 4).flatten(0, 1), target.narrow(1, 2, 4).flatten()))
            .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).HasTime(1), "the target acts on the prediction 2 positions before", Severity.Question);
    }

    [Theory, InlineData("NextToken"), InlineData("TwoAhead"), InlineData("SumOverTime"), InlineData("PerToken"), InlineData("RandomField")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossTargetsActWhereTheyShould, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_positions() =>
        LossVerdict.DoesNotApply(CheckIds.LossTargetsActWhereTheyShould, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "subject.HasTime(dimension)");
}
