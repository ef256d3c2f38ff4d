using MnistVae.Data;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Models;

/// <summary>
/// A variational autoencoder: an encoder that gives the parameters of a normal distribution over latent codes, and a
/// decoder that turns a code into an image.
/// </summary>
/// <remarks>
/// Kingma and Welling, "Auto-Encoding Variational Bayes", 2014. Both networks are fields of this class, so one call of
/// <c>RegisterComponents</c> here is enough; a derived class adds no modules of its own.
/// </remarks>
public abstract class Vae : Module<Tensor, VaeOutput>
{
    [ComponentName(Name = "encoder")]
    private readonly Module<Tensor, Tensor> _encoder;

    [ComponentName(Name = "decoder")]
    private readonly Module<Tensor, Tensor> _decoder;

    /// <summary>Takes both networks.</summary>
    /// <param name="inputShape">The shape of one image.</param>
    /// <param name="latentSize">The number of values in a latent code.</param>
    /// <param name="encoder">From <c>[N, C, H, W]</c> to <c>[N, 2 * latentSize]</c>: means first, then log sigmas.</param>
    /// <param name="decoder">From <c>[N, latentSize]</c> to <c>[N, C, H, W]</c>.</param>
    private protected Vae(
        ImageShape inputShape, long latentSize, Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder)
        : base(nameof(Vae))
    {
        InputShape = inputShape;
        LatentSize = latentSize;
        _encoder = encoder;
        _decoder = decoder;
        RegisterComponents();
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape InputShape { get; }

    /// <summary>The number of values in a latent code.</summary>
    public long LatentSize { get; }

    /// <summary>Draws the noise of <see cref="Reparameterize"/>; torch's default generator if null.</summary>
    public Generator? NoiseGenerator { get; set; }

    /// <summary>Gives the approximate posterior of each image.</summary>
    /// <param name="images">Images <c>[N, C, H, W]</c> in [-1, 1].</param>
    /// <returns>Means and logarithms of standard deviations, each <c>[N, latent]</c>.</returns>
    public (Tensor Mean, Tensor LogSigma) Encode(Tensor images)
    {
        using Tensor parameters = _encoder.call(images);
        return (parameters.narrow(1, 0, LatentSize), parameters.narrow(1, LatentSize, LatentSize));
    }

    /// <summary>Draws a latent code so that gradients reach mean and deviation: <c>mean + exp(logSigma) * noise</c>.</summary>
    /// <param name="mean">Means, <c>[N, latent]</c>.</param>
    /// <param name="logSigma">Logarithms of standard deviations, <c>[N, latent]</c>.</param>
    /// <param name="noise">Standard normal noise of the same shape; drawn if null.</param>
    /// <returns>Latent codes, <c>[N, latent]</c>.</returns>
    public Tensor Reparameterize(Tensor mean, Tensor logSigma, Tensor? noise = null)
    {
        using var scope = NewDisposeScope();
        noise ??= DrawNoise(mean);
        return logSigma.exp().mul(noise).add(mean).MoveToOuterDisposeScope();
    }

    /// <summary>Turns latent codes into images.</summary>
    /// <param name="codes">Latent codes, <c>[N, latent]</c>.</param>
    /// <returns>Images <c>[N, C, H, W]</c> in [-1, 1].</returns>
    public Tensor Decode(Tensor codes) => _decoder.call(codes);

    /// <summary>Makes new images from codes of the prior, a standard normal distribution.</summary>
    /// <param name="count">The number of images.</param>
    /// <returns>Images <c>[count, C, H, W]</c> in [-1, 1], of the model's device and dtype.</returns>
    public Tensor Generate(long count)
    {
        using var _ = no_grad();
        using Tensor like = parameters().First().new_empty([count, LatentSize]);
        using Tensor codes = DrawNoise(like);
        return Decode(codes);
    }

    /// <inheritdoc/>
    public override VaeOutput forward(Tensor images)
    {
        (Tensor mean, Tensor logSigma) = Encode(images);
        using Tensor codes = Reparameterize(mean, logSigma);
        return new VaeOutput(Decode(codes), mean, logSigma);
    }

    /// <summary>Noise follows the device and dtype of its neighbours; a generator lives on the CPU, so its draw moves.</summary>
    private Tensor DrawNoise(Tensor like)
    {
        if (NoiseGenerator is null)
        {
            return randn_like(like);
        }

        Tensor noise = randn(like.shape, dtype: like.dtype, device: CPU, generator: NoiseGenerator);
        if (like.device_type == DeviceType.CPU)
        {
            return noise;
        }

        using (noise)
        {
            return noise.to(like.device);
        }
    }
}
