namespace TorchTrust.RightDatasets.Series;

/// <summary>Levels of a river over ten days, each item with its dates; testing is the last year, which was a dry one.</summary>
internal sealed class RiverLevels
{
    private static readonly DateTime s_start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public Station[] Train { get; } = Make(0, 70);

    public Station[] Test { get; } = Make(80, 30);

    public static RightDataset Describe()
    {
        DatasetSubject<RiverLevels> undeclared = DatasetSubject.For(() => new RiverLevels())
            .WithSplit("train", levels => levels.Train)
            .WithSplit("test", levels => levels.Test);
        return new RightDataset(
            nameof(RiverLevels),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Tomorrow").CoversTime("First", "Last").HasTime("Levels").IsCausal()
                .ShiftsOnPurpose("test", "The last year was a dry one, and that is what the network has to stand."),
            "The distribution of testing is not that of training, and moments are among the fields.");
    }

    private static Station[] Make(int first, int count) => [.. Enumerable.Range(first, count).Select(number =>
    {
        var random = new Random(305_000 + number);
        double level = first > 0 ? 0.6 : 2;
        double[] levels = [.. Enumerable.Range(0, 10).Select(_ => level += (random.NextDouble() - 0.5) / 4)];
        return new Station(
            s_start.AddDays(number * 11), s_start.AddDays((number * 11) + 10), levels, level + ((random.NextDouble() - 0.5) / 4));
    })];

    /// <summary>Ten days of levels in metres, and that of the eleventh.</summary>
    internal sealed record Station(DateTime First, DateTime Last, double[] Levels, double Tomorrow);
}
