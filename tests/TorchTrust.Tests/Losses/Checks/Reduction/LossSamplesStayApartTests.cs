using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Reduction;

public sealed class LossSamplesStayApartTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossSamplesStayApart, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean));

    [Fact]
    public void A_broadcast_is_found()
    {
        LossVerdict.Fails(CheckIds.LossSamplesStayApart, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.unsqueeze(1)).square().mean())
            .WithArguments(n => (randn(n), randn(n))).Reduces(nn.Reduction.Mean), "other content in sample 0 turns the gradient of prediction in sample ");
    }

    [Fact]
    public void A_softmax_over_the_batch_is_a_question_until_something_is_declared()
    {
        LossVerdict.Fails(CheckIds.LossSamplesStayApart, LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.log_softmax(0)).sum(1).mean())
            .WithArguments(n => (randn(n, 4), rand(n, 4))), "other content in sample 0 turns the gradient of prediction in sample ", Severity.Question);
    }

    [Theory, InlineData("WeightedCrossEntropy"), InlineData("SampleWeighted"), InlineData("RootMeanSquare"), InlineData("PerToken"), InlineData("IgnoringCrossEntropy"), InlineData("Dice"), InlineData("LearnedWeights"), InlineData("Queue"), InlineData("PerElement")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossSamplesStayApart, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_samples_meet_on_purpose() =>
        LossVerdict.DoesNotApply(CheckIds.LossSamplesStayApart, LossVerdict.Right("DiceOverBatch"), "Samples meet on purpose");
}
