namespace TorchTrust.RightDatasets.Images;

/// <summary>A random crop of each image, in testing as in training: predictions for several crops are averaged.</summary>
internal sealed class TestTimeCrops(long seed)
{
    public Crops Train { get; } = new(63, 50, seed);

    public Crops Test { get; } = new(64, 30, seed + 1);

    public static RightDataset Describe()
    {
        DatasetSubject<TestTimeCrops> undeclared = DatasetSubject.For(seed => new TestTimeCrops(seed))
            .WithSplit("train", crops => crops.Train, augmented: true)
            .WithSplit("test", crops => crops.Test, augmented: true);
        DatasetSubject<TestTimeCrops> silent = DatasetSubject.For(seed => new TestTimeCrops(seed))
            .WithSplit("train", crops => crops.Train, augmented: true)
            .WithSplit("test", crops => crops.Test);
        return new RightDataset(
            nameof(TestTimeCrops),
            DatasetKinds.ColourImages | DatasetKinds.Unusual,
            silent,
            undeclared.HasTarget("Label", classes: 3).Within("Image", 0, 1)
                .IsRandomOnPurpose("test", "Predictions for ten crops of each image are averaged."),
            "Reading a test item twice gives two different crops.");
    }

    /// <summary>A crop <c>[3, 12, 12]</c> and the label of its image.</summary>
    internal sealed record Sample(Tensor Image, long Label);

    /// <summary>Images, cropped anew in each read.</summary>
    internal sealed class Crops(long content, long count, long seed) : Dataset<Sample>
    {
        private readonly Tensor _images = Draw.Uniform(content, count, 3, 16, 16).DetachFromDisposeScope();

        private readonly Random _random = new((int)seed);

        public override long Count => _images.shape[0];

        public override Sample GetTensor(long index) =>
            new(_images[index].narrow(1, _random.Next(5), 12).narrow(2, _random.Next(5), 12).clone(), index % 3);
    }
}
