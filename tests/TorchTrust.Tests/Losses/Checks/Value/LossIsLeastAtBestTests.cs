using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIsLeastAtBestTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target));

    [Fact]
    public void A_turned_sign_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIsLeastAtBest,
            LossSubject.For((Tensor prediction, Tensor target) => -(prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target),
            "costs less than the best prediction itself");
    }

    [Fact]
    public void A_broadcast_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIsLeastAtBest,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.unsqueeze(1)).square().mean())
                .WithArguments(n => (randn(n), randn(n))).IsBestAt(target => target),
            "costs less than the best prediction itself");
    }

    [Fact]
    public void A_rest_at_the_best_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIsLeastAtBest,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean() + 0.1)
                .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target).IsZeroAtBest(),
            "the loss at the best prediction is not 0, which is declared");
    }

    [Theory, InlineData("CrossEntropy"), InlineData("SmoothedCrossEntropy"), InlineData("Quantile"), InlineData("JensenShannon"),
        InlineData("GeneralizedBoxOverlap"), InlineData("FromStandardNormal"), InlineData("ClassAndBox"), InlineData("Poisson"),
        InlineData("ForwardDivergence")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIsLeastAtBest, LossVerdict.Right(name));

    [Fact]
    public void A_mean_before_the_square_is_found() => LossVerdict.Fails(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).mean().square())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target),
        "alone costs more than a drawn one");

    [Fact]
    public void A_wrong_target_at_one_of_many_places_is_found_against_the_gradient() => LossVerdict.Fails(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target - (0.5 * arange(300).eq(0))).square().mean())
            .WithArguments(n => (randn(n, 300), randn(n, 300))).IsBestAt(target => target),
        "against the gradient costs less than the best prediction itself");

    [Fact]
    public void A_loss_that_is_zero_everywhere_is_least_everywhere() => LossVerdict.Holds(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target - 100).relu().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target).IsZeroAtBest());

    [Theory, InlineData("HeatEquation"), InlineData("MeanDiscrepancy")]
    public void Targets_that_may_be_exchanged_prove_nothing(string name) =>
        LossVerdict.Passes(CheckIds.LossIsLeastAtBest, LossVerdict.Right(name));

    [Fact]
    public void Cannot_be_told_where_the_best_prediction_gives_no_number() => LossVerdict.CannotTell(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean() / (prediction - target).abs().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target),
        "The loss is not a number at the best prediction, or at a drawn one");

    [Fact]
    public void Does_not_apply_where_the_best_is_not_declared() => LossVerdict.DoesNotApply(
        CheckIds.LossIsLeastAtBest,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.IsBestAt(target => …)");
}
