namespace TorchTrust;

/// <summary>Whether a check may end the process that it runs in.</summary>
public enum Hazard
{
    /// <summary>Runs what the user runs.</summary>
    Safe,

    /// <summary>
    /// Converts the dtype, changes shapes, devices or the gradient mode, or feeds bad input: native code may end the process,
    /// so the check runs in a host of its own.
    /// </summary>
    CanAbort,
}
