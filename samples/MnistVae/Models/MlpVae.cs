using MnistVae.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Models;

/// <summary>A variational autoencoder of fully connected layers, for images of any shape.</summary>
/// <param name="inputShape">The shape of one image.</param>
/// <param name="latentSize">The number of values in a latent code.</param>
/// <exception cref="ArgumentException">The shape has a dimension that is not positive.</exception>
/// <exception cref="ArgumentOutOfRangeException">The latent size is not positive.</exception>
public sealed class MlpVae(ImageShape inputShape, long latentSize)
    : Vae(inputShape, latentSize, BuildEncoder(inputShape, latentSize), BuildDecoder(inputShape, latentSize))
{
    private static Module<Tensor, Tensor> BuildEncoder(ImageShape shape, long latentSize)
    {
        shape.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);
        return Sequential(
            Flatten(),
            Linear(shape.Size, 512),
            ReLU(inplace: true),
            Linear(512, 256),
            ReLU(inplace: true),
            Linear(256, 128),
            ReLU(inplace: true),
            Linear(128, 2 * latentSize));
    }

    private static Module<Tensor, Tensor> BuildDecoder(ImageShape shape, long latentSize) => Sequential(
        Linear(latentSize, 128),
        ReLU(inplace: true),
        Linear(128, 256),
        ReLU(inplace: true),
        Linear(256, 512),
        ReLU(inplace: true),
        Linear(512, shape.Size),
        Unflatten(1, shape.ToArray()),
        Tanh());
}
