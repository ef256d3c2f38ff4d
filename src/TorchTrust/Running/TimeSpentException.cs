namespace TorchTrust.Running;

/// <summary>The time for a check in this process is spent; thrown between two of its steps.</summary>
internal sealed class TimeSpentException : OperationCanceledException;
