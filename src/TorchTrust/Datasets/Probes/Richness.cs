using TorchTrust.Datasets.Summaries;

namespace TorchTrust.Datasets.Probes;

/// <summary>
/// Whether the content of items is rich enough that chance does not make two of them equal: measured by how often two values
/// at one place of different items collide.
/// </summary>
/// <param name="collisions">The chance that two values at one place are equal, with what "none seen" still allows.</param>
internal sealed class Richness(double collisions)
{
    private const int MaximumPairs = 4096;

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
        (double equal, double pairs) = (0, 0);
        int step = Math.Max(1, items.Length * items.Length / 2 / MaximumPairs);
        int at = 0;
        for (int first = 0; first < items.Length; first++)
        {
            for (int second = first + 1; second < items.Length; second++)
            {
                if (at++ % step == 0 && Share(items[first], items[second], inputs) is { } share)
                {
                    equal += share;
                    pairs++;
                }
            }
        }

        double independent = (double)items.Length * items.Length / 2;
        return new Richness(pairs == 0 ? 1 : Math.Min(1, (equal / pairs) + (NoneSeen / Math.Max(independent, 1))));
    }

    /// <summary>Whether a content is so rich that no two of so many pairs of items share it by chance.</summary>
    /// <param name="distinct">How many different values it has.</param>
    /// <param name="pairs">How many pairs of items there are.</param>
    public bool IsRich(int distinct, double pairs) => distinct * Math.Log(collisions) + Math.Log(Math.Max(pairs, 1)) < Math.Log(Chance.Alpha);

    private static double? Share(SampledItem first, SampledItem second, string[] inputs)
    {
        (long equal, long all) = (0, 0);
        foreach (string path in inputs)
        {
            if (first.Fields.TryGetValue(path, out double[]? a) && second.Fields.TryGetValue(path, out double[]? b))
            {
                int shared = Math.Min(a.Length, b.Length);
                all += shared;
                for (int i = 0; i < shared; i++)
                {
                    equal += a[i].Equals(b[i]) ? 1 : 0;
                }
            }
        }

        return all == 0 ? null : (double)equal / all;
    }
}
