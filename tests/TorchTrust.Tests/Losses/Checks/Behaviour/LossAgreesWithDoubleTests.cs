using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Behaviour;

public sealed class LossAgreesWithDoubleTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossAgreesWithDouble, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_softmax_by_hand_overflows()
    {
        LossVerdict.Fails(CheckIds.LossAgreesWithDouble, LossSubject.For((Tensor logits, Tensor target) => -(target * (logits.exp() / logits.exp().sum(1, keepdim: true)).log()).sum(1).mean())
            .WithArguments(n => (randn(n, 4), randn(n, 4).softmax(1))).Gives(PredictionKind.Logits, classDimension: 1), "the loss of logits 100 times as large is another one in float32");
    }

    [Theory, InlineData("MeanDiscrepancy"), InlineData("Magnitudes"), InlineData("NegativeBinomial"), InlineData("ReverseDivergence")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossAgreesWithDouble, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_other_numbers_are_drawn() =>
        LossVerdict.DoesNotApply(CheckIds.LossAgreesWithDouble, LossVerdict.Right("SlicedWasserstein"), "It draws other numbers in float64");
}
