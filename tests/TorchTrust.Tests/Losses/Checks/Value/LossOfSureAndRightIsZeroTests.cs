using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossOfSureAndRightIsZeroTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossOfSureAndRightIsZero, LossSubject.For((Tensor prediction, Tensor target) => nll_loss(prediction.clamp_min(1e-12).log(), target))
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
            .Gives(PredictionKind.Probabilities, classDimension: 1));

    [Fact]
    public void Two_softmaxes_are_found()
    {
        LossVerdict.Fails(CheckIds.LossOfSureAndRightIsZero, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
            .Gives(PredictionKind.Probabilities, classDimension: 1), "a probability of 1 for each class in target costs something");
    }

    [Fact]
    public void Does_not_apply_to_logits() =>
        LossVerdict.DoesNotApply(CheckIds.LossOfSureAndRightIsZero, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1), "PredictionKind.Probabilities");
}
