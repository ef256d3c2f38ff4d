namespace TorchTrust.RightDatasets.Composite;

/// <summary>Points of a surface, drawn anew in each read, as many as a fixed number, with the shape's class.</summary>
internal sealed class PointClouds(long seed)
{
    private readonly Random _random = new((int)seed);

    public static RightDataset Describe()
    {
        DatasetSubject<PointClouds> undeclared = DatasetSubject.For(seed => new PointClouds(seed))
            .WithSplit("train", _ => 48, (clouds, index) => Read(index, clouds._random), augmented: true)
            .WithSplit("test", _ => 24, (_, index) => Read(index, new Random((int)index)));
        return new RightDataset(
            nameof(PointClouds),
            DatasetKinds.Generated | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("class", classes: 3).Within("points", -1.1, 1.1),
            "Points have no order, and a training item is another set of points of one surface each time.");
    }

    private static Dictionary<string, Tensor> Read(long index, Random random)
    {
        float[,] points = new float[64, 3];
        for (int i = 0; i < 64; i++)
        {
            double angle = random.NextDouble() * 2 * Math.PI;
            double height = (random.NextDouble() * 2) - 1;
            double width = (index % 3) switch { 0 => 1, 1 => Math.Sqrt(1 - (height * height)), _ => Math.Abs(height) };
            (points[i, 0], points[i, 1], points[i, 2]) =
                ((float)(width * Math.Cos(angle)), (float)(width * Math.Sin(angle)), (float)height);
        }

        return new() { ["points"] = tensor(points), ["class"] = tensor(index % 3) };
    }
}
