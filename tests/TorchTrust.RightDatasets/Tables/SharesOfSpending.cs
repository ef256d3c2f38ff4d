namespace TorchTrust.RightDatasets.Tables;

/// <summary>Shares of twelve kinds of spending: within [0, 1], adding up to 1, and the largest of them far below 1.</summary>
internal sealed class SharesOfSpending
{
    public TensorTable Train { get; } = Make(80, 212);

    public TensorTable Test { get; } = Make(30, 213);

    public static RightDataset Describe()
    {
        DatasetSubject<SharesOfSpending> undeclared = DatasetSubject.For(() => new SharesOfSpending())
            .WithSplit("train", shares => shares.Train)
            .WithSplit("test", shares => shares.Test);
        return new RightDataset(
            nameof(SharesOfSpending),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("income").Within("shares", 0, 1)
                .Holds("the shares of a household add up to 1", static (Dictionary<string, Tensor> item) =>
                {
                    using Tensor sum = item["shares"].sum();
                    return Math.Abs(sum.item<float>() - 1) < 1e-5;
                }),
            "A declared range whose upper end is never nearly reached, and one column that follows from the others.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor raw = Draw.Uniform(seed, count, 12) + 0.5;
        using Tensor shares = raw / raw.sum(1, keepdim: true);
        return new TensorTable(("shares", shares.clone()), ("income", 1000 + (3000 * Draw.Uniform(seed + 5, count))));
    }
}
