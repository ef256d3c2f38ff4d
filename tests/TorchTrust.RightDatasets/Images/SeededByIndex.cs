namespace TorchTrust.RightDatasets.Images;

/// <summary>Noise is added by a generator that the index seeds: each item has its own, and the same in each epoch.</summary>
internal sealed class SeededByIndex
{
    private readonly Tensor _images = Draw.Blobs(arange(60).remainder(6), 12, 67).DetachFromDisposeScope();

    public static RightDataset Describe()
    {
        DatasetSubject<SeededByIndex> undeclared = DatasetSubject.For(() => new SeededByIndex())
            .WithSplit("train", _ => 40L, (images, index) => images.Read(index))
            .WithSplit("validation", _ => 20L, (images, index) => images.Read(40 + index));
        return new RightDataset(
            nameof(SeededByIndex),
            DatasetKinds.GreyImages | DatasetKinds.Generated | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Label", classes: 6).HasUniqueItems().IsSafeToReadInParallel(),
            "A seed is set in every read; it is that of a generator of the item's own, and no other generator is touched.");
    }

    public Noisy Read(long index) => new((_images[index] + (0.1f * Draw.Normal(index, 12, 12))).unsqueeze(0), index % 6);

    /// <summary>An image <c>[1, 12, 12]</c> with its noise, and its label.</summary>
    internal sealed record Noisy(Tensor Image, long Label);
}
