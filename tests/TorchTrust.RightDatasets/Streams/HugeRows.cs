namespace TorchTrust.RightDatasets.Streams;

/// <summary>Two hundred million rows that a function gives: more than anybody reads for a test.</summary>
internal sealed class HugeRows
{
    private const long Rows = 200_000_000;

    public static RightDataset Describe()
    {
        DatasetSubject<HugeRows> undeclared = DatasetSubject.For(() => new HugeRows())
            .WithSplit("train", _ => Rows, (_, row) => Read(row))
            .WithSplit("test", _ => Rows / 100, (_, row) => Read(Rows + row));
        return new RightDataset(
            nameof(HugeRows),
            DatasetKinds.Huge | DatasetKinds.Generated,
            undeclared,
            undeclared.HasTarget("Clicked", classes: 2).Within("Features", 0, 1).IsSafeToReadInParallel(),
            "A whole pass takes minutes, and its items would not fit into memory.");
    }

    private static Row Read(long row)
    {
        float[] features = new float[8];
        ulong state = (ulong)row * 0x9E3779B97F4A7C15UL;
        for (int i = 0; i < features.Length; i++)
        {
            state = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL) + 0x94D049BB133111EBUL;
            features[i] = (state >> 40) / (float)(1 << 24);
        }

        return new Row(features, (state & 15) == 0);
    }

    /// <summary>Eight features in [0, 1), and whether somebody clicked.</summary>
    internal readonly record struct Row(float[] Features, bool Clicked);
}
