namespace TorchTrust.RightDatasets.Training;

/// <summary>Sums of numbers of more and more digits, trained on from easy to hard in each epoch.</summary>
internal sealed class CurriculumOrder
{
    public IReadOnlyList<Sum> Train { get; } = [.. Make(607, 90).OrderBy(sum => sum.Digits)];

    public IReadOnlyList<Sum> Test { get; } = [.. Make(608, 30)];

    public static RightDataset Describe()
    {
        DatasetSubject<CurriculumOrder> undeclared = DatasetSubject.For(() => new CurriculumOrder())
            .WithSplit("train", sums => sums.Train)
            .WithSplit("test", sums => sums.Test)
            .WithBatches("train", sums => sums.Train.Chunk(15));
        return new RightDataset(
            nameof(CurriculumOrder),
            DatasetKinds.Curriculum | DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Result")
                .HasFixedOrderOnPurpose("train", "Sums of few digits come first.")
                .RepeatsItemsOnPurpose("*", "There are few sums of one digit.")
                .SharesItemsOnPurpose("train", "test", "There are few sums of one digit.")
                .HasEasyTargetOnPurpose("Result", "The target is the sum of the inputs."),
            "No epoch is shuffled, the batches are arrays of items, and the target follows from the input exactly.");
    }

    private static IEnumerable<Sum> Make(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index => 1 + (index % 4)).Select(digits =>
        {
            int below = (int)Math.Pow(10, digits);
            (int first, int second) = (random.Next(below), random.Next(below));
            return new Sum(digits, first, second, first + second);
        })];
    }

    /// <summary>Two numbers, their digits at most, and their sum.</summary>
    internal sealed record Sum(int Digits, int First, int Second, int Result);
}
