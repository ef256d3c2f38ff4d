namespace TorchTrust.RightDatasets.Tables;

/// <summary>Flats and their rents, as they came in.</summary>
internal sealed class ShuffledRents : IDisposable
{
    public TensorTable Train { get; } = Make(400, 223);

    public TensorTable Test { get; } = Make(80, 224);

    public static RightDataset Describe()
    {
        DatasetSubject<ShuffledRents> undeclared = DatasetSubject.For(() => new ShuffledRents())
            .WithSplit("train", flats => flats.Train)
            .WithSplit("test", flats => flats.Test);
        return new RightDataset(
            nameof(ShuffledRents),
            DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("rent").HasUniqueItems(),
            "The target is a number that two of three columns tell roughly, one of them turned round.");
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor flats = Draw.Uniform(seed, count, 3);
        using Tensor rent = flats.matmul(tensor(new[] { 4f, -2f, 0f })) + (0.5f * Draw.Normal(seed + 1000, count));
        return new TensorTable(("flat", flats.clone()), ("rent", rent.clone()));
    }
}
