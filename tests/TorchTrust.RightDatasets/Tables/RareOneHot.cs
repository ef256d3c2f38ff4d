namespace TorchTrust.RightDatasets.Tables;

/// <summary>Categories as columns of 0 and 1, some of which are 0 in all of the training data.</summary>
internal sealed class RareOneHot
{
    public TensorTable Train { get; } = Make(100, 203);

    public TensorTable Test { get; } = Make(40, 204);

    public static RightDataset Describe()
    {
        DatasetSubject<RareOneHot> undeclared = DatasetSubject.For(() => new RareOneHot())
            .WithSplit("train", rows => rows.Train)
            .WithSplit("test", rows => rows.Test);
        return new RightDataset(
            nameof(RareOneHot),
            DatasetKinds.RareCategories | DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("price").Within("city", 0, 1)
                .RepeatsValuesOnPurpose("city", "Columns of cities that do not occur are all 0."),
            "Columns that are constant in training and not in testing; columns that equal each other.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using var scope = NewDisposeScope();
        Tensor city = (Draw.Uniform(seed, count).pow(3) * 40).floor().to(ScalarType.Int64);
        Tensor area = 30 + (Draw.Uniform(seed + 9, count, 1) * 100);
        Tensor price = (area * 2) + (city.unsqueeze(1) * 3) + Draw.Normal(seed + 10, count, 1);
        return new TensorTable(("city", F.one_hot(city, 40).to(ScalarType.Float32)), ("area", area), ("price", price));
    }
}
