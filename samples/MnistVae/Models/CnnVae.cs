using MnistVae.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Models;

/// <summary>
/// A variational autoencoder of convolutions. Two of them halve height and width, so both must be multiples of 4.
/// </summary>
/// <param name="inputShape">The shape of one image.</param>
/// <param name="latentSize">The number of values in a latent code.</param>
/// <exception cref="ArgumentException">The shape cannot be halved twice, or has a dimension that is not positive.</exception>
/// <exception cref="ArgumentOutOfRangeException">The latent size is not positive.</exception>
public sealed class CnnVae(ImageShape inputShape, long latentSize)
    : Vae(inputShape, latentSize, BuildEncoder(inputShape, latentSize), BuildDecoder(inputShape, latentSize))
{
    private const long Reduction = 4;

    private static Module<Tensor, Tensor> BuildEncoder(ImageShape shape, long latentSize)
    {
        Validate(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        return Sequential(
            Conv2d(shape.Channels, 16, kernel_size: 5, padding: 2),
            ReLU(inplace: true),
            Conv2d(16, 32, kernel_size: 3, stride: 2, padding: 1),
            ReLU(inplace: true),
            Conv2d(32, 64, kernel_size: 3, stride: 2, padding: 1),
            ReLU(inplace: true),
            Flatten(),
            Linear(Reduced(shape).Size, 2 * latentSize));
    }

    private static Module<Tensor, Tensor> BuildDecoder(ImageShape shape, long latentSize) => Sequential(
        Linear(latentSize, Reduced(shape).Size),
        ReLU(inplace: true),
        Unflatten(1, Reduced(shape).ToArray()),
        ConvTranspose2d(64, 32, kernel_size: 3, stride: 2, padding: 1, output_padding: 1),
        ReLU(inplace: true),
        ConvTranspose2d(32, 16, kernel_size: 3, stride: 2, padding: 1, output_padding: 1),
        ReLU(inplace: true),
        Conv2d(16, shape.Channels, kernel_size: 5, padding: 2),
        Tanh());

    private static ImageShape Reduced(ImageShape shape) => new(64, shape.Height / Reduction, shape.Width / Reduction);

    private static void Validate(ImageShape shape)
    {
        shape.Validate();
        if (shape.Height % Reduction != 0 || shape.Width % Reduction != 0)
        {
            throw new ArgumentException(
                $"The image shape is {shape}; {nameof(CnnVae)} halves height and width twice, so both must be multiples "
                    + $"of {Reduction}. Pad the images, or use {nameof(MlpVae)}.");
        }
    }
}
