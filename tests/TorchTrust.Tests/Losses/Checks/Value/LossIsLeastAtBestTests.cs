using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIsLeastAtBestTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossIsLeastAtBest, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target));

    [Fact]
    public void A_turned_sign_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIsLeastAtBest, LossSubject.For((Tensor prediction, Tensor target) => -(prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target), "costs less than the best prediction itself");
    }

    [Fact]
    public void A_broadcast_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIsLeastAtBest, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.unsqueeze(1)).square().mean())
            .WithArguments(n => (randn(n), randn(n))).IsBestAt(target => target), "costs less than the best prediction itself");
    }

    [Fact]
    public void A_rest_at_the_best_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIsLeastAtBest, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean() + 0.1)
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target).IsZeroAtBest(), "the loss at the best prediction is not 0, which is declared");
    }

    [Theory, InlineData("CrossEntropy"), InlineData("SmoothedCrossEntropy"), InlineData("Quantile"), InlineData("JensenShannon"), InlineData("GeneralizedBoxOverlap"), InlineData("FromStandardNormal"), InlineData("ClassAndBox"), InlineData("Poisson"), InlineData("ForwardDivergence")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIsLeastAtBest, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_the_best_is_not_declared() =>
        LossVerdict.DoesNotApply(CheckIds.LossIsLeastAtBest, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "subject.IsBestAt(target => …)");
}
