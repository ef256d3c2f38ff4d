namespace TorchTrust.Adapters;

/// <summary>Points on both sides of a line, with noise.</summary>
public sealed class Points(long seed)
{
    /// <summary>Those to train with.</summary>
    public IReadOnlyList<Point> Train { get; } = Make(120, seed);

    /// <summary>Those held out.</summary>
    public IReadOnlyList<Point> Test { get; } = Make(40, seed + 1);

    private static List<Point> Make(int count, long seed)
    {
        var random = new Random((int)seed);
        return [.. Enumerable.Range(0, count).Select(_ => (X: random.NextDouble(), Y: random.NextDouble()))
            .Select(place => new Point(place.X, place.Y, place.X + place.Y + (0.4 * random.NextDouble()) > 1.2 ? 1 : 0))];
    }

    /// <summary>A point and its side.</summary>
    public sealed record Point(double X, double Y, int Label);
}
