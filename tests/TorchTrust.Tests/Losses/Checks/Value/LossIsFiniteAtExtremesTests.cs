using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIsFiniteAtExtremesTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1));

    [Fact]
    public void A_logarithm_of_a_sigmoid_is_infinite()
    {
        LossVerdict.Fails(
            CheckIds.LossIsFiniteAtExtremes,
            LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.sigmoid().log()).mean())
                .WithArguments(n => (randn(n, 3), rand(n, 3)))
                .Gives(PredictionKind.Logits),
            "the loss is Infinity for logits of 100 and -100");
    }

    [Fact]
    public void A_hidden_infinite_branch_shows_in_the_gradient()
    {
        LossVerdict.Fails(
            CheckIds.LossIsFiniteAtExtremes,
            LossSubject.For((Tensor prediction, Tensor target) =>
                    where(prediction.greater(0), prediction.abs().sqrt(), prediction * 0).mean() + target.mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "but the gradient of prediction is not finite, for predictions that are all 0");
    }

    [Theory, InlineData("BinaryWithLogits"), InlineData("BinaryWithProbabilities"), InlineData("RootMeanSquare"),
        InlineData("AngularMargin"), InlineData("SoftOverlap")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossIsFiniteAtExtremes, LossVerdict.Right(name));

    [Fact]
    public void A_value_that_was_drawn_as_the_least_may_occur_everywhere() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor activation, Tensor target) => -activation.sum(1).log().mean() + target.mean())
            .WithArguments(n => (randn(n, 3).relu(), randn(n))),
        "the loss is Infinity for predictions that are all 0");

    [Fact]
    public void A_value_that_was_drawn_as_the_greatest_may_occur_everywhere() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor activation, Tensor target) => -(1 - activation.mean([1L])).log().mean() + target.mean())
            .WithArguments(n => (1 - randn(n, 3).relu(), randn(n))),
        "the loss is Infinity for predictions that are all 1");

    [Fact]
    public void What_lies_beyond_all_that_was_drawn_is_left_out() => LossVerdict.Passes(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor share, Tensor target) => -(1 - share).log().mean() + target.mean())
            .WithArguments(n => (randn(n, 3).clamp(0, 0.5), randn(n))));

    [Fact]
    public void Values_far_from_the_targets_may_occur() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor prediction, Tensor target) => prediction.abs().sqrt().mean() + target.mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3) + 50)),
        "but the gradient of prediction is not finite, for predictions that are all 0");

    [Fact]
    public void A_value_must_lie_within_every_prediction() => LossVerdict.Passes(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor mean, Tensor deviation) => ((mean / deviation).square() + deviation.log()).mean())
            .WithArguments(n => (randn(n, 8), rand(n, 8) + 0.5)).HasPredictions(0, 1));

    [Fact]
    public void The_best_prediction_is_an_extreme() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum().sqrt())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsBestAt(target => target),
        "but the gradient of prediction is not finite, for the best prediction");

    [Fact]
    public void A_logarithm_of_a_probability_is_infinite() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor probability, Tensor target) =>
                -((target * probability.log()) + ((1 - target) * (1 - probability).log())).mean())
            .WithArguments(n => (rand(n, 3), rand(n, 3).round())).Gives(PredictionKind.Probabilities),
        " for probabilities of exactly 0 and 1");

    [Fact]
    public void A_logarithm_of_the_probability_of_a_class_is_infinite() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor probabilities, Tensor target) => -probabilities.gather(1, target.unsqueeze(1)).log().mean())
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n))).Gives(PredictionKind.Probabilities, classDimension: 1),
        "the loss is Infinity for probabilities of exactly 0 and 1");

    [Theory, InlineData(1), InlineData(null)]
    public void A_probability_of_1_shows_in_its_logarithm(int? classes) => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor logarithms, Tensor target) => -(target * (1 - logarithms.exp()).log()).mean())
            .WithArguments(n => (randn(n, 2).log_softmax(1), rand(n, 2))).Gives(PredictionKind.LogProbabilities, classDimension: classes),
        "for logarithms of probabilities that are all but 0 and 1",
        test: $"{nameof(A_probability_of_1_shows_in_its_logarithm)}-{classes}");

    [Fact]
    public void The_least_value_that_is_declared_may_occur() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor rate, Tensor count) => (rate - (count * rate.log())).mean())
            .WithArguments(n => (rand(n, 3) + 0.1, randint(1, 9, [n, 3]))).Gives(PredictionKind.DistributionParameters, minimum: 0),
        "the loss is Infinity for predictions of the least value that is declared");

    [Fact]
    public void The_greatest_value_that_is_declared_may_occur() => LossVerdict.Fails(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor share, Tensor target) => -(target * (1 - share).log()).mean())
            .WithArguments(n => (rand(n, 3) * 0.9, rand(n, 3))).Gives(PredictionKind.Values, maximum: 1),
        "the loss is Infinity for predictions of the greatest value that is declared");

    [Fact]
    public void Does_not_apply_where_predictions_have_no_value_in_common() => LossVerdict.DoesNotApply(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor level, Tensor fall) => (level - (-fall).log()).square().mean())
            .WithArguments(n => (randn(n, 8), -rand(n, 8) - 0.5)).HasPredictions(0, 1),
        "It is not known what predictions may be.");

    [Fact]
    public void Does_not_apply_to_whole_numbers() => LossVerdict.DoesNotApply(
        CheckIds.LossIsFiniteAtExtremes,
        LossSubject.For((Tensor labels, Tensor target) => (labels - target).square().mean()).WithArguments(n => (randint(5, n), randn(n))),
        "It is not known what predictions may be.");

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossIsFiniteAtExtremes,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");
}
