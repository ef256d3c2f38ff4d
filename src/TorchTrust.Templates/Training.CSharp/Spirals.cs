using TorchSharp;

namespace Template._1;

/// <summary>Points on the three arms of a spiral: some to train with, some held out.</summary>
public sealed class Spirals
{
    /// <summary>The number of arms, which are the classes.</summary>
    public const int Arms = 3;

    private const int BatchSize = 32;
    private readonly long _seed;

    public Spirals(long seed)
    {
        _seed = seed;
        var random = new Random((int)seed);
        Point[] points = [.. Enumerable.Range(0, 480).Select(index => Draw(random, index % Arms))];
        Train = points[..384];
        Test = points[384..];
    }

    /// <summary>The points to train with.</summary>
    public IReadOnlyList<Point> Train { get; }

    /// <summary>The points that are held out.</summary>
    public IReadOnlyList<Point> Test { get; }

    /// <summary>The batches of an epoch: every point to train with once, in an order of its own.</summary>
    public IEnumerable<Batch> Batches(long epoch)
    {
        var random = new Random(Mixed(_seed, epoch));
        Point[] order = [.. Train.OrderBy(_ => random.Next())];
        return order.Chunk(BatchSize).Select(Collate);
    }

    /// <summary>Makes one batch of points.</summary>
    public static Batch Collate(IReadOnlyList<Point> points) => new(
        torch.tensor(points.SelectMany(point => new[] { point.X, point.Y }).ToArray(), [points.Count, 2]).clone(),
        torch.tensor(points.Select(point => point.Arm).ToArray()).clone());

    private static Point Draw(Random random, int arm)
    {
        double radius = 0.1 + (0.9 * random.NextDouble());
        double angle = (2 * Math.PI * arm / Arms) + (4 * radius) + (0.2 * random.NextDouble());
        return new Point((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)), arm);
    }

    private static int Mixed(long seed, long epoch) => unchecked((int)((seed * 7919) + epoch));
}
