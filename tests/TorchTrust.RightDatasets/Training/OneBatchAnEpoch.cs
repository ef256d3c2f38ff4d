namespace TorchTrust.RightDatasets.Training;

/// <summary>All items in one batch, as for LBFGS: shuffling would change nothing.</summary>
internal sealed class OneBatchAnEpoch
{
    public TensorTable Train { get; } = new(("features", Draw.Normal(609, 40, 5)), ("value", Draw.Normal(610, 40)));

    public TensorTable Test { get; } = new(("features", Draw.Normal(611, 40, 5)), ("value", Draw.Normal(612, 40)));

    public static RightDataset Describe()
    {
        DatasetSubject<OneBatchAnEpoch> undeclared = DatasetSubject.For(() => new OneBatchAnEpoch())
            .WithSplit("train", rows => rows.Train)
            .WithSplit("test", rows => rows.Test)
            .WithBatches("train", rows => rows.Epoch());
        return new RightDataset(
            nameof(OneBatchAnEpoch),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("value").HasFixedOrderOnPurpose("train", "A single batch has all of the items."),
            "An epoch is one batch, and each epoch is the same.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch() => Batches.Epoch(Train, 40, 0, 0, shuffles: false);
}
