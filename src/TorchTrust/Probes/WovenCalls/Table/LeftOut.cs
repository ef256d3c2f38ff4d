namespace TorchTrust.Probes;

/// <summary>What stands for the result of a call that is left out.</summary>
internal enum LeftOut
{
    /// <summary>Nothing can: the program needs what the call gives.</summary>
    Impossible,

    /// <summary>Nothing, zero or null.</summary>
    Nothing,

    /// <summary>What the call was made on: the tensor that was not moved, the module that was not converted.</summary>
    Receiver,

    /// <summary>The gradient mode as it is.</summary>
    SameGradientMode,
}
