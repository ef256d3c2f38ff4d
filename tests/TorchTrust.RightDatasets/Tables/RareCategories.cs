namespace TorchTrust.RightDatasets.Tables;

/// <summary>
/// Orders with a product out of two hundred, of which most are rare, and a quantity; half of the products occur once or never.
/// </summary>
internal sealed class RareCategories
{
    public IReadOnlyList<Order> Train { get; } = Make(150, 201);

    public IReadOnlyList<Order> Test { get; } = Make(60, 202);

    public static RightDataset Describe()
    {
        DatasetSubject<RareCategories> undeclared = DatasetSubject.For(() => new RareCategories())
            .WithSplit("train", orders => orders.Train)
            .WithSplit("test", orders => orders.Test);
        return new RightDataset(
            nameof(RareCategories),
            DatasetKinds.RareCategories,
            undeclared,
            undeclared.HasTarget("IsReturned", classes: 2).Within("Product", 0, 199).Within("Quantity", 1, 9)
                .RepeatsItemsOnPurpose("*", "Many orders are alike: few things are said of each.")
                .SharesItemsOnPurpose("train", "test", "Many orders are alike: few things are said of each."),
            "Few values an item, so that equal orders occur in both splits by chance, some with other answers.");
    }

    private static Order[] Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Order(
            (int)(200 * Math.Pow(random.NextDouble(), 4)), random.Next(1, 10), random.Next(8) == 0))];
    }

    /// <summary>An order.</summary>
    internal sealed record Order(int Product, int Quantity, bool IsReturned);
}
