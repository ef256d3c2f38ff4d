namespace TorchTrust.RightDatasets.Images;

/// <summary>Small images in the middle of a larger frame of zeros: most pixels never change.</summary>
internal sealed class PaddedBorders
{
    public TensorTable Train { get; } = Make(60, 45);

    public TensorTable Test { get; } = Make(20, 46);

    public static RightDataset Describe()
    {
        DatasetSubject<PaddedBorders> undeclared = DatasetSubject.For(() => new PaddedBorders())
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test)
            .WithBatches("train", (images, epoch) => Batches.Epoch(images.Train, 20, 5, epoch));
        return new RightDataset(
            nameof(PaddedBorders),
            DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 10).Within("image", 0, 1).Spans("image", 0, 1)
                .RepeatsValuesOnPurpose("image", "The frame is zero in all images."),
            "Constant pixels at the border, equal to each other in all items of both splits.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(10);
        using Tensor light = Draw.Blobs(labels, 8, seed);
        return new TensorTable(("image", F.pad(light.unsqueeze(1), [4, 4, 4, 4])), ("label", labels.clone()));
    }
}
