namespace TorchTrust.RightDatasets.Tables;

/// <summary>Payments of which one in thirty is a fraud; batches are drawn with replacement, frauds as often as the others.</summary>
internal sealed class FraudByWeight(long seed)
{
    public TensorTable Train { get; } = Make(300, 209);

    public TensorTable Test { get; } = Make(120, 210);

    public static RightDataset Describe()
    {
        DatasetSubject<FraudByWeight> undeclared = DatasetSubject.For(seed => new FraudByWeight(seed))
            .WithSplit("train", payments => payments.Train)
            .WithSplit("test", payments => payments.Test)
            .WithBatches("train", (payments, epoch) => payments.Epoch(epoch));
        return new RightDataset(
            nameof(FraudByWeight),
            DatasetKinds.Imbalanced | DatasetKinds.Weighted | DatasetKinds.WithReplacement,
            undeclared,
            undeclared.HasTarget("label", classes: 2).HasUniqueItems()
                .DrawsWithReplacementOnPurpose("train", "Frauds are drawn as often as other payments."),
            "An epoch repeats some items and leaves others out, and its classes are not those of the data.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch(long epoch)
    {
        using Generator generator = Draw.From(seed, epoch, 0);
        using Tensor labels = stack(Enumerable.Range(0, (int)Train.Count).Select(index => Train.GetTensor(index)["label"]));
        using Tensor weights = where(labels.eq(1), 29.0, 1.0);
        using Tensor drawn = multinomial(weights, Train.Count, replacement: true, generator: generator);
        long[] order = [.. drawn.data<long>()];
        foreach (long[] chunk in Batches.Chunks(order, 30))
        {
            yield return Batches.Stack([.. chunk.Select(Train.GetTensor)]);
        }
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(30).eq(7).to(ScalarType.Int64);
        using Tensor features = Draw.Normal(seed, count, 8) + (0.8f * labels.unsqueeze(1));
        return new TensorTable(("features", features.clone()), ("label", labels.clone()));
    }
}
