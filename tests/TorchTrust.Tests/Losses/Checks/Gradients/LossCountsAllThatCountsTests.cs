using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossCountsAllThatCountsTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossCountsAllThatCounts,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
            .HasMask((prediction, target, mask) => mask));

    [Fact]
    public void An_inverted_mask_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossCountsAllThatCounts,
            LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                    ((prediction - target).square() * (1 - mask)).sum() / mask.sum())
                .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
                .HasMask((prediction, target, mask) => mask),
            "of the elements of prediction that count, no more than half have a gradient",
            Severity.Question);
    }

    [Theory, InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("PerSequence"), InlineData("RandomField")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossCountsAllThatCounts, LossVerdict.Right(name));

    [Fact]
    public void A_prediction_without_any_gradient_is_named() => LossVerdict.Fails(
        CheckIds.LossCountsAllThatCounts,
        LossSubject.For((Tensor first, Tensor second, Tensor mask) =>
                ((first.square() + second.detach().square()) * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasPredictions(0, 1)
            .HasMask((first, second, mask) => mask),
        "of the elements of second that count, no more than half have a gradient",
        Severity.Question);

    [Fact]
    public void A_loss_that_stops_halfway_is_found() => LossVerdict.Fails(
        CheckIds.LossCountsAllThatCounts,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                ((prediction - target).square() * mask).narrow(1, 0, 3).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), ones(n, 6))).HasMask((prediction, target, mask) => mask),
        "of the elements of prediction that count, no more than half have a gradient",
        Severity.Question);

    [Fact]
    public void Cannot_be_told_where_the_mask_has_another_shape() => LossVerdict.CannotTell(
        CheckIds.LossCountsAllThatCounts,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).mean())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32))).HasMask((prediction, target, mask) => mask),
        "What counts has another shape than the predictions");

    [Fact]
    public void Does_not_apply_where_everything_counts() => LossVerdict.DoesNotApply(
        CheckIds.LossCountsAllThatCounts,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.HasMask");
}
