namespace TorchTrust;

/// <summary>A run as it stands in a file.</summary>
/// <param name="SchemaVersion">Raised whenever a reader of the version before would misread the file.</param>
/// <param name="Run">The run.</param>
internal sealed record RunDocument(int SchemaVersion, TrustRun? Run);
