using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossDescentChoosesTargetTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossDescentChoosesTarget,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target))
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1));

    [Fact]
    public void Labels_of_the_neighbour_are_found()
    {
        LossVerdict.Fails(
            CheckIds.LossDescentChoosesTarget,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target.roll(1, 0)))
                .WithArguments(n => (randn(n, 5), randint(5, n)))
                .Gives(PredictionKind.Logits, classDimension: 1),
            "20 steps down the gradient make another class than that in target the likeliest one",
            Severity.Question);
    }

    [Fact]
    public void A_view_that_mixes_classes_and_positions_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossDescentChoosesTarget,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.reshape(-1, 5), target.flatten()))
                .WithArguments(n => (randn(n, 5, 3), randint(5, [n, 3])))
                .Gives(PredictionKind.Logits, classDimension: 1),
            "20 steps down the gradient make another class than that in target the likeliest one",
            Severity.Question);
    }

    [Theory, InlineData("SmoothedCrossEntropy"), InlineData("WeightedCrossEntropy"), InlineData("IgnoringCrossEntropy"),
        InlineData("PerToken"), InlineData("NextToken"), InlineData("TwoAhead"), InlineData("Focal"), InlineData("LogitAdjusted")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossDescentChoosesTarget, LossVerdict.Right(name));

    [Fact]
    public void The_next_token_may_be_the_target_where_nothing_is_declared_of_it() => LossVerdict.Passes(
        CheckIds.LossDescentChoosesTarget,
        LossSubject.For((Tensor logits, Tensor tokens) =>
                cross_entropy(logits.narrow(1, 0, 5).flatten(0, 1), tokens.narrow(1, 1, 5).flatten()))
            .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).Gives(PredictionKind.Logits, classDimension: 2).HasTime(1));

    [Fact]
    public void Labels_that_begin_at_1_are_found_where_sequences_have_one_position()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossDescentChoosesTarget,
            LossSubject.For((Tensor logits, Tensor tokens) => cross_entropy(logits.flatten(0, 1), (tokens + 1).remainder(5).flatten()))
                .WithArguments(n => (randn(n, 1, 5), randint(5, [n, 1]))).Gives(PredictionKind.Logits, classDimension: 2).HasTime(1),
            "20 steps down the gradient make another class than that in tokens the likeliest one",
            Severity.Question);

        Assert.Equal(0, result.Findings[0].Numbers["share of positions where it is the target"]);
    }

    [Fact]
    public void Logits_may_come_after_their_target() => LossVerdict.Passes(
        CheckIds.LossDescentChoosesTarget,
        LossSubject.For((Tensor target, Tensor logits) => cross_entropy(logits, target))
            .WithArguments(n => (randint(5, n), randn(n, 5))).HasPredictions(1)
            .Gives(PredictionKind.Logits, argument: 1, classDimension: 1));

    [Fact]
    public void The_gradient_is_followed_from_where_the_steps_have_led() => LossVerdict.Passes(
        CheckIds.LossDescentChoosesTarget,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - one_hot(target, 6)).square().sum(1).mean())
            .WithArguments(n => (randn(n, 6) * 5, randint(6, n))).Gives(PredictionKind.Logits, classDimension: 1));

    [Fact]
    public void Cannot_be_told_without_a_gradient() => LossVerdict.CannotTell(
        CheckIds.LossDescentChoosesTarget,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.detach(), target) + (0 * prediction).sum())
            .WithArguments(n => (randn(n, 5), randint(5, n))).Gives(PredictionKind.Logits, classDimension: 1),
        "No gradient reaches the logits, so none can be followed.");

    [Fact]
    public void Does_not_apply_to_soft_targets() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossDescentChoosesTarget, LossVerdict.Right("Distillation"), "cannot be told which class is right");
}
