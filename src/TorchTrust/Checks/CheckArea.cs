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
}
