namespace TorchTrust.RightDatasets.Training;

/// <summary>One generator shuffles on and on: an epoch's order follows from how many were drawn before it.</summary>
internal sealed class ReshuffledEachEpoch(long seed)
{
    private readonly Random _random = new((int)seed);

    public TensorTable Train { get; } = new(("features", Draw.Normal(618, 64, 4)), ("value", Draw.Normal(619, 64)));

    public static RightDataset Describe()
    {
        DatasetSubject<ReshuffledEachEpoch> undeclared = DatasetSubject.For(seed => new ReshuffledEachEpoch(seed))
            .WithSplit("train", rows => rows.Train)
            .WithBatches("train", rows => rows.Next());
        return new RightDataset(
            nameof(ReshuffledEachEpoch),
            DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("value").HasUniqueItems(),
            "An epoch cannot be asked for by its number, and the same call gives another one each time.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Next()
    {
        long[] order = [.. Enumerable.Range(0, (int)Train.Count).Select(index => (long)index)];
        _random.Shuffle(order);
        return Batches.Chunks(order, 16).Select(chunk => Batches.Stack([.. chunk.Select(Train.GetTensor)]));
    }
}
