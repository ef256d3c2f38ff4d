using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIsNeverNegativeTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossIsNeverNegative,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsNeverNegative());

    [Fact]
    public void A_forgotten_logarithm_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIsNeverNegative,
            LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction).sum(1).mean())
                .WithArguments(n => (rand(n, 3), rand(n, 3))).IsNeverNegative(),
            "the loss of drawn predictions is below 0");
    }

    [Fact]
    public void A_margin_without_its_hinge_is_found_where_the_gradient_leads()
    {
        LossVerdict.Fails(
            CheckIds.LossIsNeverNegative,
            LossSubject.For((Tensor score, Tensor sign) => (0.4 - (score * sign)).mean())
                .WithArguments(n => (rand(n, 64), (rand(n, 64) - 0.5).sign())).Gives(PredictionKind.Probabilities).IsNeverNegative(),
            "following the gradient from drawn predictions");
    }

    [Theory, InlineData("BinaryWithProbabilities"), InlineData("ForwardDivergence"), InlineData("JensenShannon"),
        InlineData("HardestTriplet"), InlineData("Ctc")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossIsNeverNegative, LossVerdict.Right(name));

    [Fact]
    public void A_loss_without_a_floor_is_found_where_predictions_are_large() => LossVerdict.Fails(
        CheckIds.LossIsNeverNegative,
        LossSubject.For((Tensor prediction, Tensor target) => (5 - prediction.abs()).mean() + target.square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsNeverNegative(),
        "the loss is below 0 where predictions are 100 times as large");

    [Fact]
    public void What_rounding_takes_below_zero_is_zero() => LossVerdict.Holds(
        CheckIds.LossIsNeverNegative,
        LossSubject.For((Tensor logarithms, Tensor target) => (target * (target.log() - logarithms)).sum(1).mean())
            .WithArguments(n => randn(n, 4).softmax(1) is var target ? (target.log(), target) : default)
            .Gives(PredictionKind.LogProbabilities, classDimension: 1).IsNeverNegative());

    [Fact]
    public void A_prediction_without_a_gradient_stays_where_it_is() => LossVerdict.Passes(
        CheckIds.LossIsNeverNegative,
        LossSubject.For((Tensor first, Tensor second) => (first.square() + second.detach().square()).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1).IsNeverNegative());

    [Fact]
    public void Does_not_apply_where_it_is_not_declared() => LossVerdict.DoesNotApply(
        CheckIds.LossIsNeverNegative,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.IsNeverNegative()");
}
