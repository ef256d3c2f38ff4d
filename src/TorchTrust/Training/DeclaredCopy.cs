namespace TorchTrust.Training;

/// <summary>Parameters that are copied from others every so often.</summary>
/// <param name="Names">What is copied to, and why.</param>
/// <param name="Every">The number of steps from one copy to the next.</param>
internal sealed record DeclaredCopy(DeclaredFact Names, long Every);
