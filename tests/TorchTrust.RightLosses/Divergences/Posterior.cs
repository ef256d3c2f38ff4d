namespace TorchTrust.RightLosses.Divergences;

/// <summary>What an encoder gives: mean and logarithm of the variance of each latent variable, <c>[N, D]</c>.</summary>
public sealed record Posterior(Tensor Mean, Tensor LogVariance);
