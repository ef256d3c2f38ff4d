using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>What holds for the loss of a variational autoencoder.</summary>
public abstract class LossTests : IDisposable
{
    private static readonly (float Mean, float LogSigma)[] s_posteriors =
        [(0, 0), (1.5f, 0), (-2, -1), (0.3f, 0.7f), (0, -2.5f), (3, 1)];

    private readonly DisposeScope _scope = NewDisposeScope();

    private protected abstract IVaeLoss CreateLoss(double klWeight);

    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void The_divergence_is_the_integral_that_defines_it()
    {
        foreach ((float mean, float logSigma) in s_posteriors)
        {
            var posterior = new Normal(mean, Math.Exp(logSigma));
            var prior = new Normal(0, 1);
            double reference = GaussLegendreRule.Integrate(
                z => posterior.Density(z) * (posterior.DensityLn(z) - prior.DensityLn(z)),
                mean - 12 * posterior.StdDev,
                mean + 12 * posterior.StdDev,
                order: 256);

            Assert.Equal(reference, Divergence([mean], [logSigma]), 1e-5 * (1 + reference));
        }
    }

    /// <summary>
    /// The mean of log q(z) - log p(z) over 100,000 draws is normal by the central limit theorem; its standard error is
    /// estimated, and the bound is that of a two-sided test with alpha 1e-6.
    /// </summary>
    [Fact]
    public void The_divergence_is_the_mean_of_what_it_is_the_mean_of()
    {
        const int Draws = 100_000;
        using var generator = new Generator(7);
        foreach ((float mean, float logSigma) in s_posteriors)
        {
            Tensor noise = randn([Draws], dtype: float64, generator: generator);
            Tensor codes = noise * Math.Exp(logSigma) + mean;
            Tensor ratios = codes.square() / 2 - noise.square() / 2 - logSigma;
            double bound = Normal.InvCDF(0, 1, 1 - 0.5e-6) * ratios.std().item<double>() / Math.Sqrt(Draws);

            Assert.Equal(ratios.mean().item<double>(), Divergence([mean], [logSigma]), bound + 1e-5);
        }
    }

    [Fact]
    public void The_divergence_is_summed_over_the_latent_values()
    {
        float[] means = [.. s_posteriors.Select(posterior => posterior.Mean)];
        float[] logSigmas = [.. s_posteriors.Select(posterior => posterior.LogSigma)];
        double sum = s_posteriors.Sum(posterior => Divergence([posterior.Mean], [posterior.LogSigma]));

        Assert.Equal(sum, Divergence(means, logSigmas), 1e-5 * sum);
    }

    [Fact]
    public void The_reconstruction_is_the_mean_over_samples_of_summed_squares()
    {
        Tensor images = Draw(1, 3, 1, 4, 4);
        Tensor decoded = Draw(2, 3, 1, 4, 4);
        double reference = images.data<float>()
            .Zip(decoded.data<float>(), (left, right) => Math.Pow((double)left - right, 2)).Sum() / 3;

        LossTerms terms = CreateLoss(1).Compute(new VaeOutput(decoded, zeros(3, 2), zeros(3, 2)), images);

        Assert.Equal(reference, terms.Reconstruction.item<float>(), 1e-5 * reference);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void The_total_is_the_reconstruction_and_the_weighted_divergence(double klWeight)
    {
        LossTerms terms = CreateLoss(klWeight).Compute(
            new VaeOutput(Draw(1, 3, 1, 4, 4), Draw(2, 3, 5), Draw(3, 3, 5)), Draw(4, 3, 1, 4, 4));
        double reference = terms.Reconstruction.item<float>() + klWeight * terms.KlDivergence.item<float>();

        Assert.Equal(reference, terms.Total.item<float>(), 1e-5 * reference);
    }

    [Fact]
    public void The_loss_does_not_depend_on_the_batch_size()
    {
        var output = new VaeOutput(Draw(1, 3, 1, 4, 4), Draw(2, 3, 5), Draw(3, 3, 5));
        Tensor images = Draw(4, 3, 1, 4, 4);
        var twice = new VaeOutput(Twice(output.Reconstruction), Twice(output.Mean), Twice(output.LogSigma));

        float once = CreateLoss(1).Compute(output, images).Total.item<float>();
        float doubled = CreateLoss(1).Compute(twice, Twice(images)).Total.item<float>();

        Assert.Equal(once, doubled, 1e-5 * once);

        static Tensor Twice(Tensor tensor) => cat([tensor, tensor], 0);
    }

    private double Divergence(float[] means, float[] logSigmas)
    {
        Tensor images = zeros(1, 1, 1, 1);
        var output = new VaeOutput(images, tensor(means).unsqueeze(0), tensor(logSigmas).unsqueeze(0));
        return CreateLoss(1).Compute(output, images).KlDivergence.item<float>();
    }

    private static Tensor Draw(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, generator: generator);
    }
}
