namespace MnistVae.Training;

/// <summary>What one training step gave, from before the parameters were changed.</summary>
/// <param name="Reconstruction">The reconstruction's sum of squared errors, mean over the batch.</param>
/// <param name="KlDivergence">The divergence from the prior, in nats, mean over the batch.</param>
/// <param name="Loss">What is minimized.</param>
/// <param name="GradientNorm">The Euclidean norm of all gradients as one vector.</param>
public readonly record struct StepResult(double Reconstruction, double KlDivergence, double Loss, double GradientNorm)
{
    /// <summary>Whether all of it is finite.</summary>
    internal bool IsFinite => double.IsFinite(Reconstruction) && double.IsFinite(KlDivergence) && double.IsFinite(Loss)
        && double.IsFinite(GradientNorm);
}
