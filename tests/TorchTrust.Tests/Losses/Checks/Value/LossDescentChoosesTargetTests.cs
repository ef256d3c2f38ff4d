using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossDescentChoosesTargetTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossDescentChoosesTarget, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1));

    [Fact]
    public void Labels_of_the_neighbour_are_found()
    {
        LossVerdict.Fails(CheckIds.LossDescentChoosesTarget, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target.roll(1, 0)))
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .Gives(PredictionKind.Logits, classDimension: 1), "20 steps down the gradient make another class than that in target the likeliest one", Severity.Question);
    }

    [Fact]
    public void A_view_that_mixes_classes_and_positions_is_found()
    {
        LossVerdict.Fails(CheckIds.LossDescentChoosesTarget, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.reshape(-1, 5), target.flatten()))
            .WithArguments(n => (randn(n, 5, 3), randint(5, [n, 3])))
            .Gives(PredictionKind.Logits, classDimension: 1), "20 steps down the gradient make another class than that in target the likeliest one", Severity.Question);
    }

    [Theory, InlineData("SmoothedCrossEntropy"), InlineData("WeightedCrossEntropy"), InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("NextToken"), InlineData("TwoAhead"), InlineData("Focal"), InlineData("LogitAdjusted")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossDescentChoosesTarget, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_to_soft_targets() =>
        LossVerdict.DoesNotApply(CheckIds.LossDescentChoosesTarget, LossVerdict.Right("Distillation"), "cannot be told which class is right");
}
