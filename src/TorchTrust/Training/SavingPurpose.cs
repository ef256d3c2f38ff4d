namespace TorchTrust.Training;

/// <summary>What a training loop saves for.</summary>
internal enum SavingPurpose
{
    /// <summary>To go on as if training had not been interrupted.</summary>
    Resuming,

    /// <summary>To have the best state at the end.</summary>
    Best,

    /// <summary>To use the model elsewhere.</summary>
    Weights,
}
