using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossTargetsStayFixedTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossTargetsStayFixed,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.detach()).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasFixedTargets());

    [Fact]
    public void A_teacher_that_learns_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossTargetsStayFixed,
            LossSubject.For((Tensor student, Tensor teacher) => (student - teacher).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))).HasFixedTargets(),
            "a gradient reaches teacher, which is a target");
    }

    [Theory, InlineData("Distillation"), InlineData("PairDistances"), InlineData("Queue")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossTargetsStayFixed, LossVerdict.Right(name));

    [Fact]
    public void A_gradient_of_zero_pulls_at_nothing() => LossVerdict.Passes(
        CheckIds.LossTargetsStayFixed,
        LossSubject.For((Tensor student, Tensor teacher) => (student - teacher.detach()).square().mean() + (0 * teacher.sum()))
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasFixedTargets());

    [Fact]
    public void Does_not_apply_where_it_is_not_declared() => LossVerdict.DoesNotApply(
        CheckIds.LossTargetsStayFixed,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.HasFixedTargets()");
}
