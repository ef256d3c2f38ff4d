namespace TorchTrust.RightDatasets.Images;

/// <summary>The data set gives images as they are; the loader flips whole batches of them.</summary>
internal sealed class FlippedByLoader(long seed)
{
    public TensorTable Train { get; } = new(("image", Draw.Uniform(55, 64, 3, 8, 8)), ("label", Draw.Whole(56, 2, 64)));

    public TensorTable Test { get; } = new(("image", Draw.Uniform(57, 32, 3, 8, 8)), ("label", Draw.Whole(58, 2, 32)));

    public static RightDataset Describe()
    {
        DatasetSubject<FlippedByLoader> undeclared = DatasetSubject.For(seed => new FlippedByLoader(seed))
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test)
            .WithBatches("train", (images, epoch) => images.Epoch(epoch), augmented: true);
        return new RightDataset(
            nameof(FlippedByLoader),
            DatasetKinds.AugmentedByLoader | DatasetKinds.ColourImages,
            undeclared,
            undeclared.HasTarget("label", classes: 2).Within("image", 0, 1),
            "Reads of an item never vary although training is augmented, and rows of batches equal no item.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch(long epoch)
    {
        long number = 0;
        foreach (Dictionary<string, Tensor> batch in Batches.Epoch(Train, 16, seed, epoch))
        {
            using Generator generator = Draw.From(seed, epoch, number++);
            using Tensor flips = rand(batch["label"].shape[0], generator: generator).lt(0.5).view(-1, 1, 1, 1);
            batch["image"] = where(flips, batch["image"].flip(3), batch["image"]);
            yield return batch;
        }
    }
}
