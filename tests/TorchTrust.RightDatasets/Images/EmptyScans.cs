namespace TorchTrust.RightDatasets.Images;

/// <summary>Scans of which most are empty: all black, in both splits, and all of class 0.</summary>
internal sealed class EmptyScans
{
    public TensorTable Train { get; } = Make(80, 43);

    public TensorTable Test { get; } = Make(40, 44);

    public static RightDataset Describe()
    {
        DatasetSubject<EmptyScans> undeclared = DatasetSubject.For(() => new EmptyScans())
            .WithSplit("train", scans => scans.Train)
            .WithSplit("test", scans => scans.Test);
        return new RightDataset(
            nameof(EmptyScans),
            DatasetKinds.GreyImages | DatasetKinds.Imbalanced | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 2).Within("image", 0, 1)
                .RepeatsItemsOnPurpose("*", "A scan on which nothing is seen is black.")
                .SharesItemsOnPurpose("train", "test", "A scan on which nothing is seen is black.")
                .HasEasyTargetOnPurpose("label", "Light anywhere means that something is there."),
            "Most items equal each other, within a split and across splits, without a leak.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(5).eq(4).to(ScalarType.Int64);
        using Tensor light = Draw.Blobs(labels, 14, seed);
        return new TensorTable(("image", light.unsqueeze(1) * labels.view(-1, 1, 1, 1)), ("label", labels.clone()));
    }
}
