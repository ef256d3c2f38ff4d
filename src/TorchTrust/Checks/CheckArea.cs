namespace TorchTrust;

/// <summary>The parts of the catalogue of checks.</summary>
public enum CheckArea
{
    /// <summary>The machine and its native library, told apart from the user's faults.</summary>
    Backend,

    /// <summary>What is registered, how it is built and initialized.</summary>
    Structure,

    /// <summary>What a forward pass does with samples, modes, shapes, dtypes and devices.</summary>
    Behaviour,

    /// <summary>What a backward pass reaches.</summary>
    Gradients,

    /// <summary>What is saved and loaded.</summary>
    State,

    /// <summary>What is left alive.</summary>
    Resources,

    /// <summary>What items hold: shapes, values, missing ones.</summary>
    Content,

    /// <summary>What is to be predicted, and whether it belongs to its input.</summary>
    Labels,

    /// <summary>What splits share, and how they differ.</summary>
    Splits,

    /// <summary>How items become the batches of an epoch.</summary>
    Loading,

    /// <summary>What number a loss gives.</summary>
    Value,

    /// <summary>How a loss joins samples and dimensions.</summary>
    Reduction,

    /// <summary>What a training step does to parameters.</summary>
    Optimizer,

    /// <summary>What is measured beside the training, and what that leaves behind.</summary>
    Evaluation,

    /// <summary>How rates change over the training.</summary>
    Schedule,

    /// <summary>What seeds, resuming and saving bring back.</summary>
    Reproducibility,

    /// <summary>What is told of the training.</summary>
    Logging,
}
