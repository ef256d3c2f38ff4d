namespace MnistVae.Tests.Data;

/// <summary>300 images of each split: enough to see a fault.</summary>
public sealed class SmallMnistFixture() : MnistFixture(limit: 300);
