using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossTakesOneSampleTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossTakesOneSample,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void An_unbiased_deviation_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossTakesOneSample,
            LossSubject.For((Tensor prediction, Tensor target) =>
                    ((prediction - target) / prediction.var([0], unbiased: true)).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the loss of one sample is NaN");
    }

    [Theory, InlineData("CrossCorrelation"), InlineData("ConcordanceCorrelation"), InlineData("SupervisedContrast"), InlineData("Queue")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossTakesOneSample, LossVerdict.Right(name));

    [Fact]
    public void A_root_of_a_spread_that_one_sample_has_not_is_found() => LossVerdict.Fails(
        CheckIds.LossTakesOneSample,
        LossSubject.For((Tensor prediction, Tensor target) =>
                (prediction - target).square().mean() + (prediction - prediction.mean([0L])).square().mean([0L]).sqrt().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "the gradient of prediction is not finite for one sample");

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossTakesOneSample,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");
}
