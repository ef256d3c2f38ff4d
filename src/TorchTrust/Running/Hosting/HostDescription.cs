namespace TorchTrust.Running.Hosting;

/// <summary>What a host has opened.</summary>
/// <param name="Name">The name of the subject.</param>
/// <param name="TypeName">The class that gave the name, with its namespace; null where another name was chosen.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Checks">Its checks and those of its parts.</param>
/// <param name="Environment">What the host runs on and with.</param>
internal sealed record HostDescription(
    string Name, string? TypeName, string Kind, IReadOnlyList<PlannedCheck> Checks, RunEnvironment Environment)
{
    /// <summary>What the host needs for its devices before the subject is built, in bytes of its own memory.</summary>
    public long MemoryOfDevices { get; init; }
}
