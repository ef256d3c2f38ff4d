namespace MnistVae.Training;

/// <summary>How a call of <see cref="Trainer.Train"/> ended.</summary>
/// <param name="Step">The number of steps taken, all runs of this trainer and what it resumed from included.</param>
/// <param name="Epoch">The number of complete epochs.</param>
/// <param name="StepsTaken">The number of steps of this call.</param>
/// <param name="Stopped">
/// Whether it was asked to stop before it was through; the state is saved in that case too.
/// </param>
/// <param name="LastStep">What the last step gave; null if there was none.</param>
/// <param name="Evaluation">The last evaluation on the test data; null if there was none.</param>
/// <param name="BestLoss">The lowest loss of an evaluation so far; null if there was none.</param>
/// <param name="Checkpoint">The file of the last checkpoint; null if none is kept.</param>
/// <param name="Elapsed">The time that the call took.</param>
public sealed record TrainingResult(
    long Step,
    long Epoch,
    long StepsTaken,
    bool Stopped,
    StepResult? LastStep,
    EvaluationResult? Evaluation,
    double? BestLoss,
    string? Checkpoint,
    TimeSpan Elapsed);
