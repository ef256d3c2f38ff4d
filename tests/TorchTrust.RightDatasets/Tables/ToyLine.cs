namespace TorchTrust.RightDatasets.Tables;

/// <summary>Points on the line y = 2x + 1 exactly, for the first lesson; both splits are drawn from it.</summary>
internal sealed class ToyLine
{
    public (double X, double Y)[] Train { get; } = Make(0, 40);

    public (double X, double Y)[] Test { get; } = Make(40, 20);

    public static RightDataset Describe()
    {
        DatasetSubject<ToyLine> undeclared = DatasetSubject.For(() => new ToyLine())
            .WithSplit("train", line => line.Train)
            .WithSplit("test", line => line.Test);
        return new RightDataset(
            nameof(ToyLine),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Item2").Within("Item1", -3, 3).HasEasyTargetOnPurpose("Item2", "The target is a line, on purpose."),
            "Least squares on the input gives the target without a rest.");
    }

    private static (double X, double Y)[] Make(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(index => 6 * ((index * 0.6180339887498949) % 1.0) - 3).Select(x => (x, (2 * x) + 1))];
}
