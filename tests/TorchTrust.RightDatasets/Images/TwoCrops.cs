namespace TorchTrust.RightDatasets.Images;

/// <summary>Two crops of each image, drawn apart from each other, for contrastive learning without labels.</summary>
internal sealed class TwoCrops(long seed) : Dataset<(Tensor First, Tensor Second)>
{
    private readonly Tensor _images = Draw.Uniform(54, 40, 1, 16, 16).DetachFromDisposeScope();

    private readonly Random _random = new((int)seed);

    public override long Count => _images.shape[0];

    public static RightDataset Describe()
    {
        DatasetSubject<TwoCrops> undeclared = DatasetSubject.For(seed => new TwoCrops(seed))
            .WithSplit("train", crops => crops, augmented: true);
        return new RightDataset(
            nameof(TwoCrops),
            DatasetKinds.TwoViews | DatasetKinds.GreyImages,
            undeclared,
            undeclared.Within("*", 0, 1).DrawsApartOnPurpose("Item1", "Item2", "Two views of one image have to differ."),
            "Two fields of one shape from one image, which must not be drawn together; and there is no target.");
    }

    public override (Tensor First, Tensor Second) GetTensor(long index) => (Crop(_images[index]), Crop(_images[index]));

    private Tensor Crop(Tensor image) => image.narrow(1, _random.Next(5), 12).narrow(2, _random.Next(5), 12).clone();
}
