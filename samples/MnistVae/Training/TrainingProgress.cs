namespace MnistVae.Training;

/// <summary>Where training stands after a step.</summary>
/// <param name="Step">The number of steps taken, all runs of this trainer and what it resumed from included.</param>
/// <param name="Epoch">The number of complete epochs.</param>
/// <param name="Batch">The number of batches taken from the epoch that has begun.</param>
/// <param name="BatchesPerEpoch">The number of batches of an epoch.</param>
/// <param name="Result">What the step gave.</param>
/// <param name="ImagesPerSecond">Images of the step by the time since the last one, loading included.</param>
/// <param name="Evaluation">The evaluation after this step, if there was one.</param>
public sealed record TrainingProgress(
    long Step,
    long Epoch,
    long Batch,
    long BatchesPerEpoch,
    StepResult Result,
    double ImagesPerSecond,
    EvaluationResult? Evaluation);
