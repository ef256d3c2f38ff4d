using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossTrainsPredictionsTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossTrainsPredictions, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_number_that_was_taken_out_of_the_graph_trains_nothing()
    {
        LossVerdict.Fails(CheckIds.LossTrainsPredictions, LossSubject.For((Tensor prediction, Tensor target) => tensor(mse_loss(prediction, target).item<float>()))
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "the loss has no graph: nothing that it is given takes a gradient from it");
    }

    [Fact]
    public void A_detached_prediction_is_named()
    {
        CheckResult result = LossVerdict.Fails(CheckIds.LossTrainsPredictions, LossSubject.For((Tensor mean, Tensor variance) => (mean.square() + variance.detach()).mean())
            .WithArguments(n => (randn(n), randn(n))).HasPredictions(0, 1), "no gradient reaches variance in any of 12 batches");
        Assert.Equal("variance", result.Findings[0].Parameter);
    }

    [Fact]
    public void A_root_at_zero_is_found()
    {
        LossVerdict.Fails(CheckIds.LossTrainsPredictions, LossSubject.For((Tensor prediction, Tensor target) => (prediction - prediction).square().sum().sqrt())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "the gradient of prediction is not finite, though the loss is");
    }

    [Theory, InlineData("Triplet"), InlineData("ClassAndBox"), InlineData("HardestTriplet"), InlineData("ComplexSpectrum"), InlineData("HeatEquation"), InlineData("PerElement")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossTrainsPredictions, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(CheckIds.LossTrainsPredictions, LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)), "subject.WithArguments(n =>");
}
