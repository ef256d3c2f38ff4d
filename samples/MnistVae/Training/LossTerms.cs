using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>The parts of a loss, each a tensor without dimensions: the mean over the samples of a batch.</summary>
/// <param name="Reconstruction">The reconstruction's sum of squared errors.</param>
/// <param name="KlDivergence">The Kullback-Leibler divergence from the prior, in nats, without its weight.</param>
/// <param name="Total">What is minimized.</param>
public sealed record LossTerms(Tensor Reconstruction, Tensor KlDivergence, Tensor Total);
