using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Behaviour;

public sealed class LossIsRepeatableTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossIsRepeatable, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void Noise_is_found()
    {
        LossVerdict.Fails(CheckIds.LossIsRepeatable, LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction + randn_like(prediction), target))
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "with another seed the same arguments give another loss: it draws at random", Severity.Question);
    }

    [Theory, InlineData("CrossEntropy"), InlineData("Perceptual"), InlineData("LearnedWeights")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIsRepeatable, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(CheckIds.LossIsRepeatable, LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)), "subject.WithArguments(n =>");
}
