using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossHoldsDeclaredRelationsTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossHoldsDeclaredRelations,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .IsInvariantTo("a shift of all logits", (logits, labels) => (logits + 3, labels)));

    [Fact]
    public void A_broken_invariance_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossHoldsDeclaredRelations,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3)))
                .IsInvariantTo("a shift of the prediction", (prediction, target) => (prediction + 1, target)),
            "a shift of the prediction: the loss does not stay as it is");
    }

    [Fact]
    public void A_loss_that_does_not_follow_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossHoldsDeclaredRelations,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3)))
                .IsEquivariantTo("twice the scale", (prediction, target) => (prediction * 2, target * 2), value => value * 2),
            "twice the scale: the loss does not follow as declared");
    }

    [Fact]
    public void A_loss_that_does_not_mind_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossHoldsDeclaredRelations,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3)))
                .IsSensitiveTo("another order", (prediction, target) => (prediction.flip(1), target.flip(1))),
            "another order: the loss stays as it is");
    }

    [Fact]
    public void A_loss_that_does_not_rise_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossHoldsDeclaredRelations,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3)))
                .IsRaisedBy("nothing", (prediction, target) => (prediction, target)),
            "nothing: the loss does not rise");
    }

    [Theory, InlineData("PersonalizedRanking"), InlineData("TotalVariation"), InlineData("Quantile"), InlineData("LogitAdjusted"),
        InlineData("ClippedPolicy")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossHoldsDeclaredRelations, LossVerdict.Right(name));

    [Fact]
    public void A_value_of_another_shape_is_another_value() => LossVerdict.Fails(
        CheckIds.LossHoldsDeclaredRelations,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum(1))
            .WithArguments(n => (randn(n, 3), randn(n, 3)))
            .IsInvariantTo("every sample twice", (prediction, target) => (cat([prediction, prediction], 0), cat([target, target], 0))),
        "every sample twice: the loss does not stay as it is");

    [Fact]
    public void A_term_of_one_argument_alone_is_found_where_both_are_exchanged() => LossVerdict.Passes(
        CheckIds.LossHoldsDeclaredRelations,
        LossSubject.For((Tensor first, Tensor second) => (first - second).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).IsInvariantTo("both exchanged", (first, second) => (second, first)));

    [Fact]
    public void Does_not_apply_where_nothing_is_declared() => LossVerdict.DoesNotApply(
        CheckIds.LossHoldsDeclaredRelations,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "IsInvariantTo");
}
