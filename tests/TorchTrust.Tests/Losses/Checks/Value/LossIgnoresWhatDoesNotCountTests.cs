using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIgnoresWhatDoesNotCountTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossIgnoresWhatDoesNotCount, LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasMask((prediction, target, mask) => mask));

    [Fact]
    public void A_mask_that_is_left_out_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIgnoresWhatDoesNotCount, LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square()).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasMask((prediction, target, mask) => mask), "elements of prediction that do not count have a gradient");
    }

    [Fact]
    public void Padding_in_the_divisor_is_found()
    {
        CheckResult result = LossVerdict.Fails(CheckIds.LossIgnoresWhatDoesNotCount, LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / prediction.numel())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasMask((prediction, target, mask) => mask).HasTime(1), "two more positions of padding change the loss");
        Assert.Equal(1, result.Findings[0].Dimension);
    }

    [Fact]
    public void A_marker_that_is_off_by_one_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIgnoresWhatDoesNotCount, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target, ignore_index: 0))
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .Gives(PredictionKind.Logits, classDimension: 1).Ignores(1), "elements of prediction that do not count have a gradient");
    }

    [Theory, InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("PerSequence"), InlineData("RandomField"), InlineData("Ctc")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIgnoresWhatDoesNotCount, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_everything_counts() =>
        LossVerdict.DoesNotApply(CheckIds.LossIgnoresWhatDoesNotCount, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "subject.HasMask");
}
