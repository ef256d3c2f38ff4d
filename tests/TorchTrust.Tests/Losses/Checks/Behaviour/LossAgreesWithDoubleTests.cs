using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Behaviour;

public sealed class LossAgreesWithDoubleTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossAgreesWithDouble,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_softmax_by_hand_overflows()
    {
        LossVerdict.Fails(
            CheckIds.LossAgreesWithDouble,
            LossSubject.For((Tensor logits, Tensor target) =>
                    -(target * (logits.exp() / logits.exp().sum(1, keepdim: true)).log()).sum(1).mean())
                .WithArguments(n => (randn(n, 4), randn(n, 4).softmax(1))).Gives(PredictionKind.Logits, classDimension: 1),
            "the loss of logits 100 times as large is another one in float32");
    }

    [Theory, InlineData("MeanDiscrepancy"), InlineData("Magnitudes"), InlineData("NegativeBinomial"), InlineData("ReverseDivergence")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossAgreesWithDouble, LossVerdict.Right(name));

    [Fact]
    public void An_exponential_by_hand_overflows_where_predictions_are_large() => LossVerdict.Fails(
        CheckIds.LossAgreesWithDouble,
        LossSubject.For((Tensor scores, Tensor offset) => (scores.exp().sum(1).log() - offset).mean())
            .WithArguments(n => (randn(n, 64) * 40, randn(n))),
        "the loss of drawn predictions is another one in float32");

    [Fact]
    public void A_difference_of_large_numbers_is_measured_by_their_size() => LossVerdict.Holds(
        CheckIds.LossAgreesWithDouble,
        LossSubject.For((Tensor level, Tensor sea) => level.mean() - sea.mean())
            .WithArguments(n => (randn(n, 3) + 1e5f, randn(n, 3) + 1e5f)));

    [Fact]
    public void What_float64_cannot_hold_either_is_for_another_check() => LossVerdict.Holds(
        CheckIds.LossAgreesWithDouble,
        LossSubject.For((Tensor prediction, Tensor target) => prediction.square().mean() + (2 * target).exp().mean() - target.exp().mean())
            .WithArguments(n => (randn(n, 4), (rand(n, 4) * 100) + 400)));

    [Fact]
    public void Does_not_apply_where_other_numbers_are_drawn() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossAgreesWithDouble, LossVerdict.Right("SlicedWasserstein"), "It draws other numbers in float64");
}
