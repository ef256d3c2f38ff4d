using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIsFiniteAtExtremesTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossIsFiniteAtExtremes, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1));

    [Fact]
    public void A_logarithm_of_a_sigmoid_is_infinite()
    {
        LossVerdict.Fails(CheckIds.LossIsFiniteAtExtremes, LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.sigmoid().log()).mean())
            .WithArguments(n => (randn(n, 3), rand(n, 3)))
            .Gives(PredictionKind.Logits), "the loss is Infinity for logits of 100 and -100");
    }

    [Fact]
    public void A_hidden_infinite_branch_shows_in_the_gradient()
    {
        LossVerdict.Fails(CheckIds.LossIsFiniteAtExtremes, LossSubject.For((Tensor prediction, Tensor target) => where(prediction.greater(0), prediction.abs().sqrt(), prediction * 0).mean() + target.mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "but the gradient of prediction is not finite, for predictions that are all 0");
    }

    [Theory, InlineData("BinaryWithLogits"), InlineData("BinaryWithProbabilities"), InlineData("RootMeanSquare"), InlineData("AngularMargin"), InlineData("SoftOverlap")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIsFiniteAtExtremes, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(CheckIds.LossIsFiniteAtExtremes, LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)), "subject.WithArguments(n =>");
}
