using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>The loss of a variational autoencoder.</summary>
public interface IVaeLoss
{
    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="output">What the model gave for the images.</param>
    /// <param name="images">The images, <c>[N, C, H, W]</c>.</param>
    LossTerms Compute(VaeOutput output, Tensor images);
}
