namespace TorchTrust;

/// <summary>Where checks run.</summary>
public enum Isolation
{
    /// <summary>
    /// In a process of their own, where the subject can be rebuilt in one; else here, without those that can end the process.
    /// </summary>
    Auto,

    /// <summary>In this process. Checks that can end it are inconclusive.</summary>
    InProcess,

    /// <summary>
    /// In a process of their own; where there can be none, every check is inconclusive with the reason.
    /// </summary>
    Host,
}
