using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossOfOnePairAloneIsZeroTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() =>
        LossVerdict.Passes(CheckIds.LossOfOnePairAloneIsZero, LossVerdict.Right("NormalizedTemperature"));

    [Fact]
    public void A_sample_among_its_own_negatives_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossOfOnePairAloneIsZero,
            LossSubject.For((Tensor first, Tensor second) => cross_entropy(
                    cat([first, second], 0).matmul(cat([first, second], 0).t()), arange(2 * first.shape[0]).roll(first.shape[0], 0)))
                .WithArguments(n => (randn(n, 6), randn(n, 6))).HasPredictions(0, 1).IsContrastive(),
            "one pair alone costs something, with nothing to tell it apart from",
            Severity.Question);
    }

    [Theory, InlineData("SupervisedContrast"), InlineData("ImageAndText")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossOfOnePairAloneIsZero, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_nothing_is_contrasted() => LossVerdict.DoesNotApply(
        CheckIds.LossOfOnePairAloneIsZero,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.IsContrastive()");
}
