namespace TorchTrust.RightDatasets.Streams;

/// <summary>Readings of a sensor that come asynchronously.</summary>
internal sealed class SensorFeed
{
    public static RightDataset Describe()
    {
        DatasetSubject<SensorFeed> undeclared = DatasetSubject.For(() => new SensorFeed())
            .WithSplit("train", feed => feed.Listen(0, 90))
            .WithSplit("test", feed => feed.Listen(90, 30));
        return new RightDataset(
            nameof(SensorFeed),
            DatasetKinds.Streaming | DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("Temperature").Within("Humidity", 0, 1).HasUniqueItems(),
            "Items come from an asynchronous stream, on whatever thread goes on with it.");
    }

#pragma warning disable CA1822 // A feed of a real sensor has state.
    public async IAsyncEnumerable<Reading> Listen(int first, int count)
#pragma warning restore CA1822
    {
        for (int number = first; number < first + count; number++)
        {
            await Task.Yield();
            var random = new Random(502_000 + number);
            double humidity = random.NextDouble();
            yield return new Reading(number, humidity, 30 - (15 * humidity) + random.NextDouble());
        }
    }

    /// <summary>A reading: its number, the humidity as a share, and the temperature in degrees Celsius.</summary>
    internal readonly record struct Reading(int Number, double Humidity, double Temperature);
}
