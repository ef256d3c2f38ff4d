namespace TorchTrust.RightLosses.Numerics;

/// <summary>Whether something is there, and where.</summary>
/// <param name="Score">A logit, or 0 and 1, <c>[N]</c>.</param>
/// <param name="Box">A box, <c>[N, 4]</c>.</param>
public sealed record Detection(Tensor Score, Tensor Box);
