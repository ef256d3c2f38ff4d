namespace TorchTrust.RightDatasets.Tables;

/// <summary>A part of the training data is evaluated beside the validation data, to see how far both lie apart; a fixed cut.</summary>
internal sealed class EvaluatedPart(long seed) : IDisposable
{
    private readonly TensorTable _all = new(("features", Draw.Normal(216, 100, 10)), ("label", Draw.Whole(217, 3, 100)));

    public TensorTable Train => _all.Part(0, 70);

    public TensorTable TrainEvaluated => _all.Part(0, 20);

    public TensorTable Validation => _all.Part(70, 30);

    public static RightDataset Describe()
    {
        DatasetSubject<EvaluatedPart> undeclared = DatasetSubject.For(seed => new EvaluatedPart(seed))
            .WithSplit("train", rows => rows.Train)
            .WithSplit("train, evaluated", rows => rows.TrainEvaluated, partOf: "train")
            .WithSplit("validation", rows => rows.Validation)
            .WithBatches("train", (rows, epoch) => rows.Epoch(epoch));
        return new RightDataset(
            nameof(EvaluatedPart),
            DatasetKinds.Unusual,
            undeclared,
            undeclared.TrainsOn("train").HasTarget("label", classes: 3).HasUniqueItems(),
            "Two splits share twenty items, as is declared, and no seed changes any cut.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch(long epoch) => Batches.Epoch(Train, 14, seed, epoch);

    public void Dispose() => _all.Dispose();
}
