using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>
/// The sum of squared errors of a reconstruction plus the weighted Kullback-Leibler divergence of the approximate
/// posterior from the prior (Kingma and Welling, "Auto-Encoding Variational Bayes", 2014, appendix B).
/// </summary>
/// <remarks>
/// Both are summed over the values of a sample and averaged over the samples of a batch, so that neither loss nor
/// gradient grows with the batch size. (The article sums over the batch too, and divides only when it evaluates; Adam
/// takes the same steps either way, but for its epsilon.)
/// </remarks>
/// <param name="klWeight">The divergence's weight, not negative.</param>
/// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
public sealed class VaeLoss(double klWeight = 1) : IVaeLoss
{
    /// <summary>The divergence's weight.</summary>
    public double KlWeight { get; } = double.IsFinite(klWeight) && klWeight >= 0
        ? klWeight
        : throw new ArgumentOutOfRangeException(
            nameof(klWeight), klWeight, "The weight must be finite and not negative.");

    /// <inheritdoc/>
    public LossTerms Compute(VaeOutput output, Tensor images)
    {
        Tensor reconstruction = Reconstruction(output.Reconstruction, images);
        Tensor divergence = KlDivergence(output.Mean, output.LogSigma);
        using Tensor weighted = divergence.mul(KlWeight);
        return new LossTerms(reconstruction, divergence, reconstruction.add(weighted));
    }

    /// <summary>The sum of squared errors of a sample, averaged over the samples.</summary>
    /// <param name="reconstruction">The decoded images, <c>[N, C, H, W]</c>.</param>
    /// <param name="images">The images, of the same shape.</param>
    /// <returns>A tensor without dimensions.</returns>
    /// <exception cref="ArgumentException">The shapes differ (they would be broadcast).</exception>
    public static Tensor Reconstruction(Tensor reconstruction, Tensor images)
    {
        RequireSameShape(reconstruction, images);
        using var scope = NewDisposeScope();
        return reconstruction.sub(images).square().sum().div(images.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The divergence of N(mean, exp(logSigma)²) from N(0, 1) in closed form, summed over the latent values and
    /// averaged over the samples: <c>½ Σ (exp(2 logSigma) + mean² - 1 - 2 logSigma)</c>.
    /// </summary>
    /// <param name="mean">Means, <c>[N, latent]</c>.</param>
    /// <param name="logSigma">Logarithms of standard deviations, of the same shape.</param>
    /// <returns>A tensor without dimensions, in nats, not negative.</returns>
    /// <exception cref="ArgumentException">The shapes differ (they would be broadcast).</exception>
    public static Tensor KlDivergence(Tensor mean, Tensor logSigma)
    {
        RequireSameShape(mean, logSigma);
        using var scope = NewDisposeScope();
        Tensor twice = logSigma.mul(2);
        Tensor sum = twice.exp().add(mean.square()).sub(1).sub(twice).sum();
        return sum.mul(0.5 / mean.shape[0]).MoveToOuterDisposeScope();
    }

    private static void RequireSameShape(Tensor left, Tensor right)
    {
        if (!left.shape.AsSpan().SequenceEqual(right.shape))
        {
            throw new ArgumentException(
                $"The shapes [{string.Join(", ", left.shape)}] and [{string.Join(", ", right.shape)}] differ.");
        }
    }
}
