namespace TorchTrust.RightDatasets.Tables;

/// <summary>The four points of exclusive or: all there are, so the net is tested on what it was trained on, and it is said.</summary>
internal sealed class TinyXor
{
    public (float[] Point, int Label)[] Points { get; } = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)];

    public static RightDataset Describe()
    {
        DatasetSubject<TinyXor> undeclared = DatasetSubject.For(() => new TinyXor())
            .WithSplit("all", xor => xor.Points);
        return new RightDataset(
            nameof(TinyXor),
            DatasetKinds.Tiny | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Item2", classes: 2).Within("Item1", 0, 1).Spans("Item1", 0, 1).HasUniqueItems(),
            "Four items, two values each, and no other split: nothing here allows for statistics.");
    }
}
