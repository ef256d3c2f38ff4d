namespace TorchTrust.Models.Described;

/// <summary>A range of values.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest; it is included.</param>
internal sealed record ValueRange(double Low, double High);
