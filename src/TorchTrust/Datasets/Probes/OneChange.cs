namespace TorchTrust.Datasets.Probes;

/// <summary>One and the same change of several items between two passes.</summary>
internal sealed class OneChange
{
    /// <summary>What rounding to float32 makes of one number that is added, in parts of the values.</summary>
    private const double Rounding = 1e-5;

    private readonly Func<double[], double[]> _change;

    private OneChange(string how, Func<double[], double[]> change) => (How, _change) = (how, change);

    /// <summary>What it does, in words: <c>moves by the same numbers</c>.</summary>
    public string How { get; }

    /// <summary>Finds it: a sum, a factor or a place for each element; null where items change in ways of their own.</summary>
    /// <param name="pairs">The values of each item before and after; at least one, all of one length.</param>
    public static OneChange? Of(IReadOnlyList<(double[] Before, double[] After)> pairs)
    {
        double[] sums = Differences(pairs[0]);
        double[] factors = Ratios(pairs[0]);
        return AllAre(pairs, Differences, sums) ? new OneChange(
            "moves by the same numbers", values => [.. values.Zip(sums, (value, sum) => value + sum)])
            : AllAre(pairs, Ratios, factors)
                ? new OneChange("is scaled by the same numbers", values => [.. values.Zip(factors, (value, factor) => value * factor)])
            : Rearrangement(pairs) is { } source
                ? new OneChange("is rearranged in the same way", values => [.. source.Select(from => values[from])])
            : null;
    }

    /// <summary>Whether it would leave an item as it is: a shift of what is the same everywhere, a factor of 0.</summary>
    public bool LeavesAlone(double[] values) => _change(values).AsSpan().SequenceEqual(values);

    private static double[] Differences((double[] Before, double[] After) pair) =>
        [.. pair.Before.Zip(pair.After, (before, after) => after - before)];

    private static double[] Ratios((double[] Before, double[] After) pair) =>
        [.. pair.Before.Zip(pair.After, (before, after) => before == 0 ? (after == 0 ? 1 : double.NaN) : after / before)];

    private static bool AllAre(
        IReadOnlyList<(double[] Before, double[] After)> pairs,
        Func<(double[] Before, double[] After), double[]> change,
        double[] expected) =>
        pairs.Skip(1).All(pair => change(pair).Zip(expected)
            .All(each => Math.Abs(each.First - each.Second) <= Rounding * Math.Max(Math.Abs(each.Second), Math.Abs(pair.Before.Max()))));

    /// <summary>
    /// Where the first item's values came from is where those of all others do: exact, and judged where most values differ from each
    /// other.
    /// </summary>
    private static int[]? Rearrangement(IReadOnlyList<(double[] Before, double[] After)> pairs)
    {
        (double[] before, double[] after) = pairs.MaxBy(pair => pair.Before.Distinct().Count());
        if (before.Distinct().Count() < before.Length * 3 / 4)
        {
            return null;
        }

        var place = new Dictionary<double, int>();
        for (int i = 0; i < before.Length; i++)
        {
            place.TryAdd(before[i], i);
        }

        int[] source = [.. after.Select(value => place.GetValueOrDefault(value, -1))];
        return !source.Contains(-1)
            && pairs.All(pair => Enumerable.Range(0, source.Length).All(i => pair.After[i].Equals(pair.Before[source[i]])
                || before.Count(value => value.Equals(after[i])) > 1))
            ? source
            : null;
    }
}
