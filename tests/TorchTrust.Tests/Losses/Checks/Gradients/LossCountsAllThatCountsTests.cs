using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossCountsAllThatCountsTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossCountsAllThatCounts, LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasMask((prediction, target, mask) => mask));

    [Fact]
    public void An_inverted_mask_is_found()
    {
        LossVerdict.Fails(CheckIds.LossCountsAllThatCounts, LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * (1 - mask)).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasMask((prediction, target, mask) => mask), "of the elements of prediction that count, most have no gradient", Severity.Question);
    }

    [Theory, InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("PerSequence"), InlineData("RandomField")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossCountsAllThatCounts, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_everything_counts() =>
        LossVerdict.DoesNotApply(CheckIds.LossCountsAllThatCounts, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "subject.HasMask");
}
