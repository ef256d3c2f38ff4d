using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Behaviour;

public sealed class LossLeavesArgumentsAloneTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossLeavesArgumentsAlone,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_target_that_is_written_into_is_named()
    {
        LossVerdict.Fails(
            CheckIds.LossLeavesArgumentsAlone,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.sub_(1)).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the loss changes target in place");
    }

    [Theory, InlineData("IgnoringCrossEntropy"), InlineData("RandomField"), InlineData("ClassAndBox")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossLeavesArgumentsAlone, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossLeavesArgumentsAlone,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");
}
