namespace TorchTrust.Adapters;

/// <summary>A data set that is right.</summary>
[TrustClass]
public sealed class RightData : DatasetTrustTests
{
    protected override DatasetSubject Subject => DatasetSubject
        .For(seed => new Points(seed))
        .WithSplit("train", points => points.Train)
        .WithSplit("test", points => points.Test)
        .HasTarget("label", classes: 2);
}
