namespace TorchTrust.RightDatasets.Texts;

/// <summary>Batches hold texts of nearly one length, so that little is filled up; the batches are shuffled, not the texts.</summary>
internal sealed class BucketedByLength(long seed)
{
    private readonly long[][] _texts = [.. Enumerable.Range(0, 64).Select(index =>
    {
        var random = new Random(109_000 + index);
        return Enumerable.Range(0, 3 + (index / 4)).Select(_ => (long)random.Next(1, 500)).ToArray();
    })];

    public static RightDataset Describe()
    {
        DatasetSubject<BucketedByLength> undeclared = DatasetSubject.For(seed => new BucketedByLength(seed))
            .WithSplit("train", texts => texts._texts)
            .WithBatches("train", (texts, epoch) => texts.Epoch(epoch));
        return new RightDataset(
            nameof(BucketedByLength),
            DatasetKinds.Tokens | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasSeveralLengths("item").HasPadding("item", 0).Within("item", 0, 499),
            "The same texts meet in the same batches in each epoch, and only the order of the batches changes.");
    }

    public IEnumerable<Tensor> Epoch(long epoch)
    {
        long[][] buckets = [.. Batches.Chunks(Enumerable.Range(0, _texts.Length).Select(index => (long)index), 8)];
        foreach (long number in Draw.Order(buckets.Length, seed, epoch))
        {
            yield return Batches.Pad([.. buckets[number].Select(index => tensor(_texts[index]))], 0);
        }
    }
}
