using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossTargetsActWhereTheyShouldTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossTargetsActWhereTheyShould,
        LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.flatten(0, 1), target.flatten()))
            .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).HasTime(1));

    [Fact]
    public void A_forgotten_shift_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossTargetsActWhereTheyShould,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction.flatten(0, 1), target.flatten()))
                .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).PredictsNext(1),
            "the target acts on the prediction at its own position, declared is at the position before");
    }

    [Fact]
    public void Two_shifts_are_a_question()
    {
        LossVerdict.Fails(
            CheckIds.LossTargetsActWhereTheyShould,
            LossSubject.For((Tensor prediction, Tensor target) =>
                    cross_entropy(prediction.narrow(1, 0, 4).flatten(0, 1), target.narrow(1, 2, 4).flatten()))
                .WithArguments(n => (randn(n, 6, 5), randint(5, [n, 6]))).HasTime(1),
            "the target acts on the prediction 2 positions before",
            Severity.Question);
    }

    [Theory, InlineData("NextToken"), InlineData("TwoAhead"), InlineData("SumOverTime"), InlineData("PerToken"), InlineData("RandomField")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossTargetsActWhereTheyShould, LossVerdict.Right(name));

    [Fact]
    public void A_target_that_acts_on_two_positions_must_not_act_on_its_own_where_the_next_is_predicted() => LossVerdict.Fails(
        CheckIds.LossTargetsActWhereTheyShould,
        LossSubject.For((Tensor prediction, Tensor target) => Smoothed(prediction, target, 0))
            .WithArguments(n => (randn(n, 6), randn(n, 6))).PredictsNext(1),
        "targets act on predictions that have seen them already, at its own position; declared is at the position before");

    [Fact]
    public void It_may_act_on_two_positions_that_have_not_seen_it() => LossVerdict.DoesNotApply(
        CheckIds.LossTargetsActWhereTheyShould,
        LossSubject.For((Tensor prediction, Tensor target) => Smoothed(prediction, target, 1))
            .WithArguments(n => (randn(n, 6), randn(n, 6))).PredictsNext(1, steps: 2),
        "Each target acts on several positions");

    [Fact]
    public void Cannot_be_told_where_targets_turn_no_gradient() => LossVerdict.CannotTell(
        CheckIds.LossTargetsActWhereTheyShould,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction.square() + target).mean())
            .WithArguments(n => (randn(n, 6), randn(n, 6))).HasTime(1),
        "Other targets turn no gradient");

    private static Tensor Smoothed(Tensor prediction, Tensor target, int ahead)
    {
        long length = prediction.shape[1] - ahead - 1;
        Tensor expected = (target.narrow(1, ahead, length) + target.narrow(1, ahead + 1, length)) / 2;
        return (prediction.narrow(1, 0, length) - expected).square().mean();
    }

    [Fact]
    public void Does_not_apply_without_positions() => LossVerdict.DoesNotApply(
        CheckIds.LossTargetsActWhereTheyShould,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.HasTime(dimension)");
}
