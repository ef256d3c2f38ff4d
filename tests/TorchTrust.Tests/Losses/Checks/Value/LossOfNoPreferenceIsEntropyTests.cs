using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossOfNoPreferenceIsEntropyTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossOfNoPreferenceIsEntropy,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1).IsCrossEntropy());

    [Fact]
    public void A_mean_over_classes_is_found()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossOfNoPreferenceIsEntropy,
            LossSubject.For((Tensor prediction, Tensor target) => -(one_hot(target, 5) * prediction.log_softmax(1)).mean())
                .WithArguments(n => (randn(n, 5), randint(5, n)))
                .Gives(PredictionKind.Logits, classDimension: 1).IsCrossEntropy(),
            "logits that are all 0 cost another number than the logarithm of the number of classes");
        Assert.Equal(Math.Log(5), result.Findings[0].Numbers["logarithm"], 1e-9);
    }

    [Theory, InlineData("SmoothedCrossEntropy"), InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("NextToken")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossOfNoPreferenceIsEntropy, LossVerdict.Right(name));

    [Fact]
    public void Logits_may_come_after_their_target_with_classes_counted_from_the_end() => LossVerdict.Passes(
        CheckIds.LossOfNoPreferenceIsEntropy,
        LossSubject.For((Tensor target, Tensor logits) => cross_entropy(logits, target))
            .WithArguments(n => (randint(5, n), randn(n, 5))).HasPredictions(1)
            .Gives(PredictionKind.Logits, argument: 1, classDimension: -1).IsCrossEntropy());

    [Fact]
    public void Another_prediction_stays_as_it_was_drawn() => LossVerdict.Passes(
        CheckIds.LossOfNoPreferenceIsEntropy,
        LossSubject.For((Tensor logits, Tensor temperature, Tensor target) => cross_entropy(logits / temperature, target))
            .WithArguments(n => (randn(n, 5), rand(n, 1) + 0.5, randint(5, n))).HasPredictions(0, 1)
            .Gives(PredictionKind.Values, argument: 1, minimum: 0.1).Gives(PredictionKind.Logits, classDimension: 1).IsCrossEntropy());

    [Fact]
    public void Does_not_apply_where_no_dimension_of_classes_is_known() => LossVerdict.DoesNotApply(
        CheckIds.LossOfNoPreferenceIsEntropy,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits).IsCrossEntropy(),
        "classDimension: …");

    [Fact]
    public void Does_not_apply_where_it_is_not_declared() => LossVerdict.DoesNotApply(
        CheckIds.LossOfNoPreferenceIsEntropy,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))),
        "subject.IsCrossEntropy()");
}
