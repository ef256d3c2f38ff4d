namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>An item as small projects have it.</summary>
internal sealed record Row(float[] X, long Label);
