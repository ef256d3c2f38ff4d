namespace TorchTrust.RightDatasets.Tables;

/// <summary>Measurements of which many are missing: NaN among the inputs, -1 for an age that nobody knows, and null for a note.</summary>
internal sealed class MissingMeasures
{
    public IReadOnlyList<Visit> Train { get; } = Make(90, 205);

    public IReadOnlyList<Visit> Test { get; } = Make(30, 206);

    public static RightDataset Describe()
    {
        DatasetSubject<MissingMeasures> undeclared = DatasetSubject.For(() => new MissingMeasures())
            .WithSplit("train", visits => visits.Train)
            .WithSplit("test", visits => visits.Test);
        return new RightDataset(
            nameof(MissingMeasures),
            DatasetKinds.MissingValues | DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("Days").HasMissingValues("Measures").HasMissingValues("Age", -1).HasMissingValues("Note")
                .Within("Age", -1, 120),
            "Values that are not finite are right here, and a text is there in some items only.");
    }

    private static Visit[] Make(int count, int seed) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var random = new Random((seed * 1000) + index);
        float[] measures = [.. Enumerable.Range(0, 6).Select(_ => random.Next(5) == 0 ? float.NaN : random.NextSingle())];
        return new Visit(
            measures,
            random.Next(6) == 0 ? -1 : random.Next(18, 95),
            random.Next(3) == 0 ? $"seen on day {index}" : null,
            (float)(random.NextDouble() * 14));
    })];

    /// <summary>A visit: six measures, an age in years, a note, and how many days somebody stays.</summary>
    internal sealed record Visit(float[] Measures, int Age, string? Note, float Days);
}
