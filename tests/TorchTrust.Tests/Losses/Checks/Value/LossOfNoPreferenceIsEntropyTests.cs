using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossOfNoPreferenceIsEntropyTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossOfNoPreferenceIsEntropy, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1).IsCrossEntropy());

    [Fact]
    public void A_mean_over_classes_is_found()
    {
        CheckResult result = LossVerdict.Fails(CheckIds.LossOfNoPreferenceIsEntropy, LossSubject.For((Tensor prediction, Tensor target) => -(one_hot(target, 5) * prediction.log_softmax(1)).mean())
            .WithArguments(n => (randn(n, 5), randint(5, n)))
            .Gives(PredictionKind.Logits, classDimension: 1).IsCrossEntropy(), "logits that are all 0 cost another number than the logarithm of the number of classes");
        Assert.Equal(Math.Log(5), result.Findings[0].Numbers["logarithm"], 1e-9);
    }

    [Theory, InlineData("SmoothedCrossEntropy"), InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("NextToken")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossOfNoPreferenceIsEntropy, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_where_it_is_not_declared() =>
        LossVerdict.DoesNotApply(CheckIds.LossOfNoPreferenceIsEntropy, LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))), "subject.IsCrossEntropy()");
}
