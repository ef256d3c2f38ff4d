namespace TorchTrust.RightDatasets.Training;

/// <summary>Plain numbers in a dictionary, loaded by an asynchronous stream of batches, as from a service.</summary>
internal sealed class AsyncBatches(long seed)
{
    private readonly double[][] _rows = [.. Enumerable.Range(0, 48).Select(index =>
    {
        var random = new Random(617_000 + index);
        return Enumerable.Range(0, 6).Select(_ => random.NextDouble()).ToArray();
    })];

    public static RightDataset Describe()
    {
        DatasetSubject<AsyncBatches> undeclared = DatasetSubject.For(seed => new AsyncBatches(seed))
            .WithSplit("train", rows => rows._rows)
            .WithBatches("train", (rows, epoch) => rows.Load(epoch));
        return new RightDataset(
            nameof(AsyncBatches),
            DatasetKinds.None,
            undeclared,
            undeclared.Within("item", 0, 1).HasUniqueItems().IsSafeToReadInParallel(),
            "Items are arrays without a name, and no other split is there.");
    }

    public async IAsyncEnumerable<double[][]> Load(long epoch)
    {
        foreach (long[] chunk in Batches.Chunks(Draw.Order(_rows.Length, seed, epoch), 10))
        {
            await Task.Yield();
            yield return [.. chunk.Select(index => _rows[index])];
        }
    }
}
