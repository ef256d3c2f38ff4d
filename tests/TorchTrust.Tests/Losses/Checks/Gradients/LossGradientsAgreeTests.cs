using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossGradientsAgreeTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossGradientsAgree, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_detached_factor_is_found()
    {
        LossVerdict.Fails(CheckIds.LossGradientsAgree, LossSubject.For((Tensor prediction, Tensor target) => ((prediction - target).detach() * (prediction - target)).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "the gradient of prediction is ", Severity.Question);
    }

    [Theory, InlineData("CustomGradient"), InlineData("CrossEntropy"), InlineData("Quantile"), InlineData("HeatEquation"), InlineData("Ctc"), InlineData("ProportionalHazards")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossGradientsAgree, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_gradients_stop_on_purpose() =>
        LossVerdict.DoesNotApply(CheckIds.LossGradientsAgree, LossVerdict.Right("Commitment"), "Gradients stop on purpose");
}
