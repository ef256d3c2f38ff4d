using static TorchSharp.torch;

namespace MnistVae.Models;

/// <summary>What a variational autoencoder gives for a batch.</summary>
/// <param name="Reconstruction">The decoded images, <c>[N, C, H, W]</c>, in [-1, 1].</param>
/// <param name="Mean">The means of the approximate posterior, <c>[N, latent]</c>.</param>
/// <param name="LogSigma">The logarithms of its standard deviations, <c>[N, latent]</c>.</param>
public sealed record VaeOutput(Tensor Reconstruction, Tensor Mean, Tensor LogSigma);
