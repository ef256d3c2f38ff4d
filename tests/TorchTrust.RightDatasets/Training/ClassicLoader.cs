namespace TorchTrust.RightDatasets.Training;

/// <summary>
/// TorchSharp's own DataLoader, made anew for each epoch with a seed of the epoch's, since a seeded one repeats its order.
/// </summary>
internal sealed class ClassicLoader(long seed)
{
    public TensorTable Train { get; } = new(("features", Draw.Normal(601, 70, 6)), ("label", Draw.Whole(602, 3, 70)));

    public TensorTable Test { get; } = new(("features", Draw.Normal(603, 30, 6)), ("label", Draw.Whole(604, 3, 30)));

    public static RightDataset Describe()
    {
        DatasetSubject<ClassicLoader> undeclared = DatasetSubject.For(seed => new ClassicLoader(seed))
            .WithSplit("train", rows => rows.Train)
            .WithSplit("test", rows => rows.Test)
            .WithBatches("train", (rows, epoch, workers) => rows.Loader(epoch, workers));
        return new RightDataset(
            nameof(ClassicLoader),
            DatasetKinds.None,
            undeclared,
            undeclared.HasTarget("label", classes: 3).HasUniqueItems().IsSafeToReadInParallel(),
            "A batch is disposed when the next one comes, and the last one at the end.");
    }

    public DataLoader Loader(long epoch, int workers) =>
        new(Train, 16, shuffle: true, seed: (int)((seed * 1000) + epoch), num_worker: Math.Max(workers, 1), disposeDataset: false);
}
