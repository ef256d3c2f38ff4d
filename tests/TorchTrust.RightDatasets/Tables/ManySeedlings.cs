namespace TorchTrust.RightDatasets.Tables;

/// <summary>Seedlings of four kinds in the order in which they were found, each measured five times.</summary>
internal sealed class ManySeedlings : IDisposable
{
    public TensorTable Train { get; } = Make(640, 218);

    public TensorTable Test { get; } = Make(120, 219);

    public static RightDataset Describe()
    {
        DatasetSubject<ManySeedlings> undeclared = DatasetSubject.For(() => new ManySeedlings())
            .WithSplit("train", seedlings => seedlings.Train)
            .WithSplit("test", seedlings => seedlings.Test);
        return new RightDataset(
            nameof(ManySeedlings),
            DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 4).HasUniqueItems(),
            "Each kind is told a little by each measure, and by none for certain.");
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = Draw.Whole(seed, 4, count);
        using Tensor kinds = Draw.Normal(220, 4, 5);
        using Tensor measures = Draw.Normal(seed + 1000, count, 5) + kinds.index_select(0, labels);
        return new TensorTable(("measures", measures.clone()), ("label", labels.clone()));
    }
}
