using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>
/// Whether the content of items is rich enough that chance does not make two of them equal: measured by how often two values
/// at one place of different items collide, over all places, and over those where not both are the background (the most frequent
/// value, such as the black of a digit), which an image is full of.
/// </summary>
/// <param name="collisions">The chance that two values at one place are equal, with what "none seen" still allows.</param>
/// <param name="figures">The same at places where not both values are the background.</param>
internal sealed class Richness(double collisions, double figures)
{
    private const int MaximumPairs = 4096;

    /// <summary>As many items tell which value is the background.</summary>
    private const int Counted = 16;

    /// <summary>
    /// With no collision among m pairs, a chance of 28/m would have shown one but for a chance of 1e-12: (1 - 28/m)^m ≈ e^-28.
    /// </summary>
    private const double NoneSeen = 28;

    /// <summary>The chance that two values collide.</summary>
    public double Collisions => collisions;

    /// <summary>Measures it on the sample of a split; of items with equal content one is looked at.</summary>
    public static Richness Of(SplitSummary split)
    {
        string[] inputs = [.. split.Inputs.Select(field => field.Path)];
        SampledItem[] items = [.. split.Sample.Items.DistinctBy(item => item.Content)];
        double background = BackgroundOf(items, inputs);
        (double equal, double figures, double pairs) = (0, 0, 0);
        int step = Math.Max(1, items.Length * items.Length / 2 / MaximumPairs);
        int at = 0;
        for (int first = 0; first < items.Length; first++)
        {
            for (int second = first + 1; second < items.Length; second++)
            {
                if (at++ % step == 0 && Share(items[first], items[second], inputs, background) is { } share)
                {
                    equal += share.All;
                    figures += share.Figures;
                    pairs++;
                }
            }
        }

        double unseen = NoneSeen / Math.Max((double)items.Length * items.Length / 2, 1);
        return pairs == 0
            ? new Richness(1, 1)
            : new Richness(Math.Min(1, (equal / pairs) + unseen), Math.Min(1, (figures / pairs) + unseen));
    }

    /// <summary>Whether a content is so rich that no two of so many pairs of items share it by chance.</summary>
    /// <param name="distinct">How many different values it has; all but one of them are not the background.</param>
    /// <param name="pairs">How many pairs of items there are.</param>
    public bool IsRich(int distinct, double pairs) =>
        Math.Min(distinct * Math.Log(collisions), (distinct - 1) * Math.Log(figures))
            + Math.Log(Math.Max(pairs, 1)) < Math.Log(Chance.Alpha);

    private static double BackgroundOf(SampledItem[] items, string[] inputs) => items.Take(Counted)
        .SelectMany(item => inputs.SelectMany(path => item.Fields.GetValueOrDefault(path) ?? [])).GroupBy(value => value)
        .OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault(double.NaN);

    /// <summary>The shares of places where two items are equal: of all, and of those where not both are background.</summary>
    private static (double All, double Figures)? Share(SampledItem first, SampledItem second, string[] inputs, double background)
    {
        (long equal, long all, long empty) = (0, 0, 0);
        foreach (string path in inputs)
        {
            if (first.Fields.TryGetValue(path, out double[]? a) && second.Fields.TryGetValue(path, out double[]? b))
            {
                int shared = Math.Min(a.Length, b.Length);
                all += shared;
                for (int i = 0; i < shared; i++)
                {
                    bool same = a[i].Equals(b[i]);
                    equal += same ? 1 : 0;
                    empty += same && a[i].Equals(background) ? 1 : 0;
                }
            }
        }

        return all == 0 ? null : ((double)equal / all, all == empty ? 1 : (double)(equal - empty) / (all - empty));
    }
}
