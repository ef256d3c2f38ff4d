using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossOfSureAndRightIsZeroTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossOfSureAndRightIsZero,
        LossSubject.For((Tensor prediction, Tensor target) => nll_loss(prediction.clamp_min(1e-12).log(), target))
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
            .Gives(PredictionKind.Probabilities, classDimension: 1));

    [Fact]
    public void Two_softmaxes_are_found()
    {
        LossVerdict.Fails(
            CheckIds.LossOfSureAndRightIsZero,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
                .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
                .Gives(PredictionKind.Probabilities, classDimension: 1),
            "a probability of 1 for each class in target costs something, and as much after 1 was added to all probabilities: "
                + "the loss takes a softmax of its own");
    }

    [Fact]
    public void Smoothed_labels_are_a_question_until_it_is_declared_where_the_loss_is_least()
    {
        LossSubject<Tensor, Tensor> smoothed = LossSubject.For((Tensor prediction, Tensor target) => Smoothed(prediction, target))
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
            .Gives(PredictionKind.Probabilities, minimum: 1e-6, classDimension: 1);

        CheckResult question = CheckTest.Run(CheckIds.LossOfSureAndRightIsZero, smoothed);
        CheckResult declared = CheckTest.Run(
            CheckIds.LossOfSureAndRightIsZero, smoothed.IsBestAt(target => (one_hot(target, 5) * 0.9) + 0.02));

        Assert.Equal((Verdict.Failed, Severity.Question), (question.Verdict, question.Severity));
        Assert.Contains("IsBestAt", question.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("softmax", question.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal((Verdict.Skipped, "The loss is least elsewhere, as declared."), (declared.Verdict, declared.Reason));
    }

    [Fact]
    public void A_best_prediction_that_costs_no_less_answers_nothing() => Assert.Equal(Verdict.Failed, CheckTest.Run(
        CheckIds.LossOfSureAndRightIsZero,
        LossSubject.For((Tensor prediction, Tensor target) => Smoothed(prediction, target))
            .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
            .Gives(PredictionKind.Probabilities, minimum: 1e-6, classDimension: 1)
            .IsBestAt(target => one_hot(target, 5).to(float32))).Verdict);

    [Fact]
    public void Two_softmaxes_are_an_error_wherever_the_loss_is_least()
    {
        CheckResult result = CheckTest.Run(
            CheckIds.LossOfSureAndRightIsZero,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target, label_smoothing: 0.9))
                .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
                .Gives(PredictionKind.Probabilities, classDimension: 1)
                .IsBestAt(target => one_hot(target, 5).to(float32).mul(0).add(0.2)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
    }

    [Fact]
    public void What_is_always_sure_and_right_costs_nothing_at_all() => Assert.Equal(Verdict.Passed, CheckTest.Run(
        CheckIds.LossOfSureAndRightIsZero,
        LossSubject.For((Tensor prediction, Tensor target) => nll_loss(prediction.clamp_min(1e-12).log(), target))
            .WithArguments(n => randint(5, n) is var target ? (one_hot(target, 5).to(float32), target) : default)
            .Gives(PredictionKind.Probabilities, classDimension: 1)).Verdict);

    [Fact]
    public void What_is_always_sure_and_wrong_decides_nothing_where_that_costs_infinitely_much() => Assert.Equal(
        Verdict.Inconclusive,
        CheckTest.Run(
            CheckIds.LossOfSureAndRightIsZero,
            LossSubject.For((Tensor prediction, Tensor target) => nll_loss(prediction.log(), target))
                .WithArguments(n => randint(5, n) is var target ? (one_hot((target + 1).remainder(5), 5).to(float32), target) : default)
                .Gives(PredictionKind.Probabilities, classDimension: 1)).Verdict);

    [Fact]
    public void A_loss_that_is_not_finite_there_decides_nothing() => Assert.Equal(
        Verdict.Inconclusive,
        CheckTest.Run(
            CheckIds.LossOfSureAndRightIsZero,
            LossSubject.For((Tensor prediction, Tensor target) => -(prediction.log() * one_hot(target, 5)).sum(1).mean())
                .WithArguments(n => (randn(n, 5).softmax(1), randint(5, n)))
                .Gives(PredictionKind.Probabilities, classDimension: 1)).Verdict);

    [Fact]
    public void Does_not_apply_to_logits() => LossVerdict.DoesNotApply(
        CheckIds.LossOfSureAndRightIsZero,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1),
        "PredictionKind.Probabilities");

    private static Tensor Smoothed(Tensor prediction, Tensor target) =>
        -(((one_hot(target, 5) * 0.9) + 0.02) * prediction.clamp_min(1e-6).log()).sum(1).mean();
}
