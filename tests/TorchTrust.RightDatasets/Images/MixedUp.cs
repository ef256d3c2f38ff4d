namespace TorchTrust.RightDatasets.Images;

/// <summary>The loader mixes each image with another, and their one-hot targets with them.</summary>
internal sealed class MixedUp(long seed)
{
    public TensorTable Train { get; } = Make(60, 61);

    public TensorTable Test { get; } = Make(20, 62);

    public static RightDataset Describe()
    {
        DatasetSubject<MixedUp> undeclared = DatasetSubject.For(seed => new MixedUp(seed))
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test)
            .WithBatches("train", (images, epoch) => images.Epoch(epoch), augmented: true);
        return new RightDataset(
            nameof(MixedUp),
            DatasetKinds.AugmentedByLoader | DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("target", classes: 5).Within("image", 0, 1).Within("target", 0, 1),
            "Targets of batches are shares of classes, and no row of a batch is an item of the data set.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch(long epoch)
    {
        var random = new Random((int)((seed * 31) + epoch));
        foreach (Dictionary<string, Tensor> batch in Batches.Epoch(Train, 12, seed, epoch))
        {
            double share = 0.5 + (random.NextDouble() / 2);
            yield return batch.ToDictionary(field => field.Key, field => (field.Value * share) + (field.Value.roll(1, 0) * (1 - share)));
        }
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(5);
        using Tensor light = Draw.Blobs(labels, 12, seed);
        return new TensorTable(("image", light.unsqueeze(1)), ("target", F.one_hot(labels, 5).to(ScalarType.Float32)));
    }
}
