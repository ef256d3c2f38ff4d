namespace MnistVae.Training;

/// <summary>The mean loss over a data set.</summary>
/// <param name="Images">The number of images.</param>
/// <param name="Reconstruction">The sum of squared errors of a sample.</param>
/// <param name="KlDivergence">The divergence from the prior, in nats.</param>
/// <param name="Loss">The loss that training minimizes.</param>
public sealed record EvaluationResult(long Images, double Reconstruction, double KlDivergence, double Loss);
