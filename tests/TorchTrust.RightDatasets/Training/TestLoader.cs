namespace TorchTrust.RightDatasets.Training;

/// <summary>A data set of lists of tensors with TorchSharp's loader in the order of the file, as one evaluates.</summary>
internal sealed class TestLoader : IDisposable
{
    public TestLoader()
    {
        using Tensor features = Draw.Normal(605, 50, 4);
        Items = TensorDataset(features.clone(), (features.sum(1) + (0.1 * Draw.Normal(606, 50))).clone());
        Loader = new IterableDataLoader(Items, 10, shuffle: false, disposeDataset: false);
    }

    public TensorDataset Items { get; }

    public IterableDataLoader Loader { get; }

    public static RightDataset Describe()
    {
        DatasetSubject<TestLoader> undeclared = DatasetSubject.For(() => new TestLoader())
            .WithSplit("test", rows => rows.Items)
            .WithBatches("test", rows => rows.Loader);
        return new RightDataset(
            nameof(TestLoader),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("[1]").HasUniqueItems()
                .HasFixedOrderOnPurpose("test", "Predictions are written beside the rows of the file."),
            "The same order in each epoch, from one loader that is used again and again; fields have no names.");
    }

    public void Dispose()
    {
        Loader.Dispose();
        Items.Dispose();
    }
}
