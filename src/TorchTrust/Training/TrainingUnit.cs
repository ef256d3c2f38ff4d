namespace TorchTrust;

/// <summary>What a training is counted in.</summary>
public enum TrainingUnit
{
    /// <summary>Calls of the step.</summary>
    Step,

    /// <summary>Passes through the training data.</summary>
    Epoch,
}
