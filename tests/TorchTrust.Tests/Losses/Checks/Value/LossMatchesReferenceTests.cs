using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossMatchesReferenceTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossMatchesReference,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3)))
            .Matches("torch", (prediction, target) => mse_loss(prediction, target)));

    [Fact]
    public void A_mean_over_latent_variables_is_told_by_its_ratio()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossMatchesReference,
            LossSubject.For((Tensor mean, Tensor logSigma) => (0.5 * (mean.square() + (2 * logSigma).exp() - 1) - logSigma).mean())
                .WithArguments(n => (randn(n, 4), randn(n, 4) * 0.4f))
                .Matches(
                    "the closed form", (mean, logSigma) => (0.5 * (mean.square() + (2 * logSigma).exp() - 1) - logSigma).sum(1).mean()),
            "the loss differs from the closed form in drawn batch 0");
        Assert.Equal(0.25, result.Findings[0].Numbers["ratio"], 1e-9);
    }

    [Fact]
    public void A_wrong_value_in_a_table_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossMatchesReference,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3)))
                .MatchesTable("worked out by hand", () => [((ones(1, 1), zeros(1, 1)), 2)]),
            "the loss differs from worked out by hand in row 0");
    }

    [Theory, InlineData("CrossEntropy"), InlineData("Huber"), InlineData("FromStandardNormal"), InlineData("NegativeBinomial"),
        InlineData("Mixture"), InlineData("CustomGradient")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossMatchesReference, LossVerdict.Right(name));

    [Fact]
    public void A_value_of_zero_matches_zero() => LossVerdict.Passes(
        CheckIds.LossMatchesReference,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3)))
            .MatchesTable("worked out by hand", () => [((zeros(1, 1), zeros(1, 1)), 0), ((ones(1, 1), zeros(1, 1)), 1)]));

    [Fact]
    public void The_mean_in_the_place_of_each_sample_is_not_the_mean() => LossVerdict.Fails(
        CheckIds.LossMatchesReference,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean().expand(prediction.shape[0]))
            .WithArguments(n => (randn(n, 3), randn(n, 3)))
            .Matches("the closed form", (prediction, target) => (prediction - target).square().mean()),
        "the loss gives 4 values, the closed form gives 1");

    [Fact]
    public void Does_not_apply_where_there_is_no_reference() => LossVerdict.DoesNotApply(
        CheckIds.LossMatchesReference,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.Matches(");
}
