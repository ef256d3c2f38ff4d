namespace TorchTrust.Datasets.Probes;

/// <summary>
/// Whether one element of an input tells about a target: the mean rank that it has in items of one class, against that in all items.
/// </summary>
/// <remarks>
/// How unlikely a mean rank is by chance is bounded after Bernstein, which holds for draws without replacement, too, and for any
/// distribution: ranks that are tied, rare classes and few items make the bound weak, never wrong.
/// </remarks>
/// <param name="inputs">The values of each item, all of one length.</param>
internal sealed class ElementEvidence(IReadOnlyList<double[]> inputs)
{
    /// <summary>So many elements are looked at, spread over all.</summary>
    private const int MostElements = 256;

    /// <summary>Smaller classes say nothing.</summary>
    private const int SmallestClass = 8;

    private readonly int[] _elements = [.. Spread(inputs[0].Length)];
    private readonly Dictionary<int, double[]> _ranks = [];

    /// <summary>The strongest of all tests.</summary>
    /// <param name="Element">The element of the input.</param>
    /// <param name="Class">The class that it tells.</param>
    /// <param name="LogChance">The natural logarithm of a bound for the chance that any of the tests says as much of what is
    /// independent.</param>
    internal readonly record struct Strongest(int Element, double Class, double LogChance);

    /// <summary>Tests each element against each class of a target.</summary>
    /// <param name="target">The class of each item.</param>
    /// <param name="from">The first item whose input is looked at; its target is the first.</param>
    public Strongest Of(IReadOnlyList<double> target, int from = 0)
    {
        (double Class, int[] Members)[] classes =
        [
            .. Enumerable.Range(0, target.Count).GroupBy(item => target[item]).Select(group => (group.Key, Members: group.ToArray()))
                .Where(group => group.Members.Length >= SmallestClass && group.Members.Length <= target.Count - SmallestClass),
        ];
        double tests = Math.Log(2.0 * _elements.Length * Math.Max(1, classes.Length));
        var strongest = new Strongest(0, double.NaN, 0);
        foreach (int element in _elements)
        {
            ReadOnlySpan<double> ranks = RanksOf(element).AsSpan(from, target.Count);
            (double mean, double variance, double reach) = Moments(ranks);
            foreach ((double value, int[] members) in classes)
            {
                double sum = 0;
                foreach (int member in members)
                {
                    sum += ranks[member];
                }

                double away = Math.Abs((sum / members.Length) - mean);
                double log = away > 0 ? tests - (members.Length * away * away / (2 * (variance + (reach * away / 3)))) : 0;
                strongest = log < strongest.LogChance ? new Strongest(element, value, log) : strongest;
            }
        }

        return strongest;
    }

    private static IEnumerable<int> Spread(int count) => count <= MostElements
        ? Enumerable.Range(0, count)
        : Enumerable.Range(0, MostElements).Select(at => (int)((long)at * (count - 1) / (MostElements - 1)));

    private static (double Mean, double Variance, double Reach) Moments(ReadOnlySpan<double> values)
    {
        double sum = 0;
        double squares = 0;
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (double value in values)
        {
            sum += value;
            squares += value * value;
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        double mean = sum / values.Length;
        return (mean, Math.Max(0, (squares / values.Length) - (mean * mean)), Math.Max(most - mean, mean - least));
    }

    /// <summary>Ranks from 0 to 1; equal values have the mean of theirs.</summary>
    private double[] RanksOf(int element)
    {
        if (_ranks.TryGetValue(element, out double[]? known))
        {
            return known;
        }

        double[] values = [.. inputs.Select(item => item[element])];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        double[] ranks = new double[values.Length];
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first; next < order.Length && sorted[next].Equals(sorted[first]);)
            {
                next++;
            }

            for (int at = first; at < next; at++)
            {
                ranks[order[at]] = (first + next - 1) / 2.0 / Math.Max(1, order.Length - 1);
            }
        }

        return _ranks[element] = ranks;
    }
}
