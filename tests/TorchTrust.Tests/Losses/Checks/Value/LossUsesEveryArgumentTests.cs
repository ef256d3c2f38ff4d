using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossUsesEveryArgumentTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossUsesEveryArgument,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_forgotten_weight_is_named()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossUsesEveryArgument,
            LossSubject.For((Tensor prediction, Tensor target, Tensor weight) => mse_loss(prediction, target))
                .WithArguments(n => (randn(n), randn(n), rand(n))),
            "other content of weight changes no bit of the loss in any of 6 draws");
        Assert.Equal("weight", result.Findings[0].Parameter);
    }

    [Theory, InlineData("LogitAdjusted"), InlineData("ListLikelihood"), InlineData("TemporalDifference"), InlineData("RandomField"),
        InlineData("ProportionalHazards"), InlineData("ClassAndBox")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossUsesEveryArgument, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossUsesEveryArgument,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");
}
