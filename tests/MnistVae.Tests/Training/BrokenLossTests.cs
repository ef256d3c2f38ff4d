using MnistVae.Training;

namespace MnistVae.Tests.Training;

/// <summary>Gives each test of <see cref="LossTests"/> a loss that is wrong, and expects the test to fail.</summary>
public sealed class BrokenLossTests
{
    [Fact]
    public void A_wrong_sign_fails_against_the_integral()
        => Broken.Fails<WrongSign>(test => test.The_divergence_is_the_integral_that_defines_it());

    [Fact]
    public void A_wrong_sign_fails_against_the_sample()
        => Broken.Fails<WrongSign>(test => test.The_divergence_is_the_mean_of_what_it_is_the_mean_of());

    [Fact]
    public void A_divergence_that_is_averaged_fails_the_sum()
        => Broken.Fails<AveragedDivergence>(test => test.The_divergence_is_summed_over_the_latent_values());

    [Fact]
    public void Absolute_errors_fail_the_summed_squares()
        => Broken.Fails<AbsoluteErrors>(
            test => test.The_reconstruction_is_the_mean_over_samples_of_summed_squares());

    [Fact]
    public void A_weight_that_is_ignored_fails_the_total()
        => Broken.Fails<IgnoredWeight>(
            test => test.The_total_is_the_reconstruction_and_the_weighted_divergence(2.5));

    [Fact]
    public void A_sum_over_the_batch_fails_the_batch_size()
        => Broken.Fails<SumOverBatch>(test => test.The_loss_does_not_depend_on_the_batch_size());

    private sealed class WrongSign : LossTests
    {
        // The sign of the logarithm is the one that is easily lost.
        private protected override IVaeLoss CreateLoss(double klWeight) => new DelegateLoss(
            (output, images) => VaeLoss.Reconstruction(output.Reconstruction, images),
            output => (output.LogSigma.mul(2).exp() + output.Mean.square() - 1 + 2 * output.LogSigma).sum()
                * (0.5 / output.Mean.shape[0]),
            klWeight);
    }

    private sealed class AveragedDivergence : LossTests
    {
        private protected override IVaeLoss CreateLoss(double klWeight) => new DelegateLoss(
            (output, images) => VaeLoss.Reconstruction(output.Reconstruction, images),
            output => VaeLoss.KlDivergence(output.Mean, output.LogSigma) / output.Mean.shape[1],
            klWeight);
    }

    private sealed class AbsoluteErrors : LossTests
    {
        private protected override IVaeLoss CreateLoss(double klWeight) => new DelegateLoss(
            (output, images) => (output.Reconstruction - images).abs().sum() / images.shape[0],
            output => VaeLoss.KlDivergence(output.Mean, output.LogSigma),
            klWeight);
    }

    private sealed class IgnoredWeight : LossTests
    {
        private protected override IVaeLoss CreateLoss(double klWeight) => new VaeLoss();
    }

    private sealed class SumOverBatch : LossTests
    {
        private protected override IVaeLoss CreateLoss(double klWeight) => new DelegateLoss(
            (output, images) => (output.Reconstruction - images).square().sum(),
            output => VaeLoss.KlDivergence(output.Mean, output.LogSigma),
            klWeight);
    }
}
