namespace TorchTrust;

/// <summary>The number by which a training loop tells its best state.</summary>
public enum BestBy
{
    /// <summary>The number that the evaluation gives.</summary>
    Evaluation,

    /// <summary>The number that the steps report, as the mean over an epoch or of each step.</summary>
    Step,
}
