namespace TorchTrust;

/// <summary>What a check does to its subject.</summary>
public enum Need
{
    /// <summary>Runs it and leaves it as it was, apart from what a call changes.</summary>
    ReadsOnly,

    /// <summary>Changes values, gradients or modes, which can be put back.</summary>
    MutatesState,

    /// <summary>Replaces parameters by other objects: the instance is used up.</summary>
    ReplacesParameters,

    /// <summary>Takes optimizer steps.</summary>
    TrainsSteps,
}
