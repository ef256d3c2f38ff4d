using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchTrust.Datasets.Summaries;

/// <summary>Count, mean, deviation and extremes of each element of a field over the items of a split.</summary>
/// <remarks>
/// The mean and the sum of squared differences from it are kept and merged as by Chan, Golub and LeVeque, "Updating formulae and
/// a pairwise algorithm for computing sample variances" (1979): stable, and the same within rounding in any order.
/// </remarks>
/// <param name="size">The number of elements.</param>
internal sealed class ElementStatistics(int size)
{
    /// <summary>The largest field of which each element is looked at.</summary>
    public const int MaximumSize = 1 << 16;

    /// <summary>Whole numbers, which a float64 holds exactly.</summary>
    private readonly double[] _counts = new double[size];
    private readonly double[] _means = new double[size];
    private readonly double[] _squares = new double[size];

    /// <summary>The number of elements.</summary>
    public int Size => size;

    /// <summary>The least value of each element; positive infinity where there is none.</summary>
    public double[] Minimum { get; } = Filled(size, double.PositiveInfinity);

    /// <summary>The largest value of each element; negative infinity where there is none.</summary>
    public double[] Maximum { get; } = Filled(size, double.NegativeInfinity);

    /// <summary>How many values an element has.</summary>
    public long CountOf(int element) => (long)_counts[element];

    /// <summary>The mean of an element.</summary>
    public double MeanOf(int element) => _means[element];

    /// <summary>The deviation of an element, with its count as divisor.</summary>
    public double DeviationOf(int element) => Math.Sqrt(_squares[element] / Math.Max(_counts[element], 1));

    /// <summary>Takes in an item all of whose values are finite, and none stands for a missing one: several elements at a time.</summary>
    public void Fold(ReadOnlySpan<double> values)
    {
        ReadOnlySpan<Vector<double>> blocks = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<Vector<double>> counts = MemoryMarshal.Cast<double, Vector<double>>(_counts.AsSpan());
        Span<Vector<double>> means = MemoryMarshal.Cast<double, Vector<double>>(_means.AsSpan());
        Span<Vector<double>> squares = MemoryMarshal.Cast<double, Vector<double>>(_squares.AsSpan());
        Span<Vector<double>> minimum = MemoryMarshal.Cast<double, Vector<double>>(Minimum.AsSpan());
        Span<Vector<double>> maximum = MemoryMarshal.Cast<double, Vector<double>>(Maximum.AsSpan());
        for (int i = 0; i < blocks.Length; i++)
        {
            Vector<double> value = blocks[i];
            Vector<double> difference = value - means[i];
            counts[i] += Vector<double>.One;
            means[i] += difference / counts[i];
            squares[i] += difference * (value - means[i]);
            minimum[i] = Vector.Min(minimum[i], value);
            maximum[i] = Vector.Max(maximum[i], value);
        }

        Fold(values, missing: null, start: blocks.Length * Vector<double>.Count);
    }

    /// <summary>Takes in an item; values that are not finite or stand for a missing one are left out.</summary>
    public void Fold(ReadOnlySpan<double> values, double? missing) => Fold(values, missing, start: 0);

    private void Fold(ReadOnlySpan<double> values, double? missing, int start)
    {
        for (int i = start; i < values.Length; i++)
        {
            double value = values[i];
            if (!double.IsFinite(value) || value == missing)
            {
                continue;
            }

            double difference = value - _means[i];
            _means[i] += difference / ++_counts[i];
            _squares[i] += difference * (value - _means[i]);
            Minimum[i] = Math.Min(Minimum[i], value);
            Maximum[i] = Math.Max(Maximum[i], value);
        }
    }

    /// <summary>Takes in what was seen of other items.</summary>
    public void Merge(ElementStatistics other)
    {
        for (int i = 0; i < size; i++)
        {
            Minimum[i] = Math.Min(Minimum[i], other.Minimum[i]);
            Maximum[i] = Math.Max(Maximum[i], other.Maximum[i]);
            if (other._counts[i] == 0)
            {
                continue;
            }

            double count = _counts[i] + other._counts[i];
            double difference = other._means[i] - _means[i];
            _squares[i] += other._squares[i] + (difference * difference * _counts[i] * other._counts[i] / count);
            _means[i] += difference * other._counts[i] / count;
            _counts[i] = count;
        }
    }

    /// <summary>Count, mean and deviation over several elements together.</summary>
    public (long Count, double Mean, double Deviation) Over(IEnumerable<int> elements)
    {
        (long count, double mean, double squares) = (0, 0, 0);
        foreach (int element in elements)
        {
            if (_counts[element] == 0)
            {
                continue;
            }

            long both = count + (long)_counts[element];
            double difference = _means[element] - mean;
            squares += _squares[element] + (difference * difference * count * _counts[element] / both);
            mean += difference * _counts[element] / both;
            count = both;
        }

        return (count, mean, Math.Sqrt(squares / Math.Max(count, 1)));
    }

    private static double[] Filled(int size, double value)
    {
        double[] filled = new double[size];
        Array.Fill(filled, value);
        return filled;
    }
}
