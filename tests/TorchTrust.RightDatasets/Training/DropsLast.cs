namespace TorchTrust.RightDatasets.Training;

/// <summary>A batch that is not full is left out, since batch normalization wants many items; other items are left out each time.</summary>
internal sealed class DropsLast(long seed)
{
    public TensorTable Train { get; } = new(("features", Draw.Normal(613, 75, 5)), ("label", Draw.Whole(614, 2, 75)));

    public TensorTable Test { get; } = new(("features", Draw.Normal(615, 30, 5)), ("label", Draw.Whole(616, 2, 30)));

    public static RightDataset Describe()
    {
        DatasetSubject<DropsLast> undeclared = DatasetSubject.For(seed => new DropsLast(seed))
            .WithSplit("train", rows => rows.Train)
            .WithSplit("test", rows => rows.Test)
            .WithBatches("train", (rows, epoch) => Batches.Epoch(rows.Train, 16, rows.Seed, epoch, dropLast: true))
            .WithBatches("test", (rows, epoch) => Batches.Epoch(rows.Test, 16, rows.Seed, epoch, shuffles: false));
        return new RightDataset(
            nameof(DropsLast),
            DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 2).HasUniqueItems()
                .DropsLastBatchOnPurpose("train", "Batch normalization wants batches of one size.")
                .HasFixedOrderOnPurpose("test", "Nothing learns from the order of testing."),
            "An epoch of training leaves out eleven items, other ones each time; one of testing has a small last batch.");
    }

    private long Seed => seed;
}
