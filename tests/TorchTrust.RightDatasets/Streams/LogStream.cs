namespace TorchTrust.RightDatasets.Streams;

/// <summary>Lines of a log, parsed one after another from a file: a stream without an index and without a count.</summary>
internal sealed class LogStream : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public LogStream()
    {
        var random = new Random(501);
        File.WriteAllLines(_path, Enumerable.Range(0, 200).Select(line => FormattableString.Invariant(
            $"{line * 37},{random.Next(200, 204)},{random.NextDouble() * 900:F3},{(random.Next(9) == 0 ? "slow" : "fine")}")));
    }

    public static RightDataset Describe()
    {
        DatasetSubject<LogStream> undeclared = DatasetSubject.For(() => new LogStream())
            .WithSplit("train", log => log.Read().Take(150))
            .WithSplit("test", log => log.Read().Skip(150));
        return new RightDataset(
            nameof(LogStream),
            DatasetKinds.Streaming,
            undeclared,
            undeclared.HasTarget("Verdict").HasUniqueItems().CoversTime("Milliseconds", "Milliseconds"),
            "Nothing can be read by index or twice without reading all before it, and how many there are nobody says.");
    }

    public void Dispose() => File.Delete(_path);

    private IEnumerable<Line> Read()
    {
        foreach (string line in File.ReadLines(_path))
        {
            string[] parts = line.Split(',');
            yield return new Line(
                long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture),
                float.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture),
                parts[3]);
        }
    }

    /// <summary>A line: when, the status, how long it took in milliseconds, and what was said of it.</summary>
    internal sealed record Line(long Milliseconds, int Status, float Duration, string Verdict);
}
