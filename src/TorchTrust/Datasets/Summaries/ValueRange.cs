using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchTrust.Datasets.Summaries;

/// <summary>The extremes of a field's numbers, and whether all are whole.</summary>
/// <param name="Minimum">The least; positive infinity of none.</param>
/// <param name="Maximum">The largest; negative infinity of none.</param>
/// <param name="IsWhole">Whether each is a whole number; true of none.</param>
internal readonly record struct ValueRange(double Minimum, double Maximum, bool IsWhole)
{
    /// <summary>Reads several numbers at a time; null where one of them is not finite.</summary>
    public static ValueRange? OfFinite(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> blocks = MemoryMarshal.Cast<double, Vector<double>>(values);
        var least = new Vector<double>(double.PositiveInfinity);
        var largest = new Vector<double>(double.NegativeInfinity);
        bool whole = true;
        foreach (Vector<double> block in blocks)
        {
            // A number less itself is 0, and NaN where it is not finite.
            if (!Vector.EqualsAll(block - block, Vector<double>.Zero))
            {
                return null;
            }

            least = Vector.Min(least, block);
            largest = Vector.Max(largest, block);
            whole = whole && Vector.EqualsAll(Vector.Floor(block), block);
        }

        (double minimum, double maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            minimum = Math.Min(minimum, least[lane]);
            maximum = Math.Max(maximum, largest[lane]);
        }

        foreach (double value in values[(blocks.Length * Vector<double>.Count)..])
        {
            if (!double.IsFinite(value))
            {
                return null;
            }

            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            whole = whole && value == Math.Floor(value);
        }

        return new(minimum, maximum, whole);
    }
}
