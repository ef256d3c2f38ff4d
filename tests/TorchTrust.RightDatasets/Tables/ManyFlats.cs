namespace TorchTrust.RightDatasets.Tables;

/// <summary>Flats and their rents, sorted by street: neighbours in the table are neighbours in town.</summary>
internal sealed class ManyFlats : IDisposable
{
    public TensorTable Train { get; } = Make(500, 221);

    public TensorTable Test { get; } = Make(100, 222);

    public static RightDataset Describe()
    {
        DatasetSubject<ManyFlats> undeclared = DatasetSubject.For(() => new ManyFlats())
            .WithSplit("train", flats => flats.Train)
            .WithSplit("test", flats => flats.Test);
        return new RightDataset(
            nameof(ManyFlats),
            DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("rent").HasUniqueItems(),
            "What a flat costs its neighbour costs, too: inputs tell the targets of the items beside them.");
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor streets = Draw.Normal(seed, (count / 10) + 1, 1).repeat_interleave(10, 0).narrow(0, 0, count);
        using Tensor area = Draw.Uniform(seed + 1000, count, 1);
        using Tensor floor = Draw.Whole(seed + 2000, 5, count, 1).to(ScalarType.Float32);
        using Tensor rent = (2 * streets) + area + (0.1f * Draw.Normal(seed + 3000, count, 1));
        return new TensorTable(("flat", cat([streets, area, floor], 1)), ("rent", rent.clone()));
    }
}
