using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Behaviour;

public sealed class LossIsRepeatableTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossIsRepeatable,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void Noise_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIsRepeatable,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction + randn_like(prediction), target))
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "with another seed the same arguments give another loss: it draws at random",
            Severity.Question);
    }

    [Theory, InlineData("CrossEntropy"), InlineData("Perceptual"), InlineData("LearnedWeights"), InlineData("SlicedWasserstein"),
        InlineData("Queue")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossIsRepeatable, LossVerdict.Right(name));

    [Fact]
    public void A_loss_that_remembers_is_found() => LossVerdict.Fails(
        CheckIds.LossIsRepeatable,
        LossSubject.Of(() => new Growing(), (Growing growing, Tensor prediction, Tensor target) => growing.Loss(prediction, target))
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "the second of two calls with the same arguments and the same noise gives another loss",
        Severity.Question);

    [Fact]
    public void Does_not_apply_where_it_draws_and_remembers_on_purpose() => LossVerdict.DoesNotApply(
        CheckIds.LossIsRepeatable,
        LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)).WithArguments(n => (randn(n, 3), randn(n, 3)))
            .IsRandomOnPurpose("Noise is a part of it.").KeepsStateOnPurpose("A running mean is subtracted."),
        "It draws and keeps state on purpose: Noise is a part of it.");

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossIsRepeatable,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");

    /// <summary>A weight that grows from call to call, as one that is warmed up inside the loss.</summary>
    private sealed class Growing
    {
        private int _calls;

        public Tensor Loss(Tensor prediction, Tensor target) => mse_loss(prediction, target) * (1 - Math.Pow(0.5, ++_calls));
    }
}
