using MnistVae.Models;
using MnistVae.Training;
using TorchTrust;
using static TorchSharp.torch;

namespace MnistVae.Trust;

/// <summary>What <c>torchtrust check samples/MnistVae</c> checks of the loss: the whole of it, and its divergence.</summary>
internal static class LossSubjects
{
    /// <summary>The loss of the training.</summary>
    [TrustSubject]
    public static LossSubject WholeLoss => LossSubject
        .For((VaeOutput output, Tensor images) => new VaeLoss().Compute(output, images).Total, nameof(VaeLoss))
        .WithArguments(n => (new VaeOutput(rand(n, 1, 4, 4), randn(n, 3), randn(n, 3) * 0.4f), rand(n, 1, 4, 4)))
        .Gives(PredictionKind.Values)
        .IsBestAt(images => new VaeOutput(images, zeros(images.shape[0], 3), zeros(images.shape[0], 3)))
        .Reduces(nn.Reduction.Mean)
        .IsNeverNegative().IsZeroAtBest();

    /// <summary>
    /// The divergence, against both references of the article: values worked out by hand, and the integral that defines it.
    /// </summary>
    [TrustSubject]
    public static LossSubject Divergence => LossSubject
        .For((Tensor mean, Tensor logSigma) => VaeLoss.KlDivergence(mean, logSigma), nameof(VaeLoss.KlDivergence))
        .WithArguments(n => (randn(n, 3), randn(n, 3) * 0.4f))
        .HasPredictions(0, 1)
        .Gives(PredictionKind.DistributionParameters)
        .Gives(PredictionKind.DistributionParameters, argument: 1)
        .IsBestAt((mean, logSigma) => (zeros_like(mean), zeros_like(logSigma)))
        .Reduces(nn.Reduction.Mean)
        .Reduces(1, nn.Reduction.Sum)
        .IsNeverNegative().IsZeroAtBest()
        .MatchesTable("worked out by hand", () =>
        [
            ((ones(1, 1), zeros(1, 1)), 0.5),
            ((zeros(1, 1), ones(1, 1)), (0.5 * (Math.Exp(2) - 1)) - 1),
        ])
        .Matches("the integral that defines it", Integral)
        .IsInvariantTo("means mirrored", (mean, logSigma) => (-mean, logSigma));

    private static Tensor Integral(Tensor mean, Tensor logSigma) => NumericalIntegral.Over(-25, 25, x =>
    {
        Tensor standard = (x - mean.unsqueeze(-1)) / logSigma.exp().unsqueeze(-1);
        Tensor logDensity = (-0.5 * standard.square()) - logSigma.unsqueeze(-1);
        return (logDensity - (0.5 * Math.Log(2 * Math.PI))).exp() * (logDensity + (0.5 * x.square()));
    }).sum(1).mean();
}
