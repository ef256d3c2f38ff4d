namespace TorchTrust.RightDatasets.Images;

/// <summary>Grey scans repeated as red, green and blue, since a pretrained network takes three channels.</summary>
internal sealed class GreyAsColour
{
    public TensorTable Train { get; } = Make(60, 41);

    public TensorTable Test { get; } = Make(30, 42);

    public static RightDataset Describe()
    {
        DatasetSubject<GreyAsColour> undeclared = DatasetSubject.For(() => new GreyAsColour())
            .WithSplit("train", scans => scans.Train)
            .WithSplit("test", scans => scans.Test);
        return new RightDataset(
            nameof(GreyAsColour),
            DatasetKinds.ColourImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 4).Within("image", 0, 1)
                .RepeatsValuesOnPurpose("image", "The network takes colour images, and the scans are grey."),
            "All three channels are equal in every item.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(4);
        using Tensor light = Draw.Blobs(labels, 14, seed);
        return new TensorTable(("image", light.unsqueeze(1).repeat(1, 3, 1, 1)), ("label", labels.clone()));
    }
}
