using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace TorchTrust.Bench;

/// <summary>
/// How many times as long one thing takes as another, from pairs that were run one after the other: a machine whose speed drifts
/// slows both halves of a pair.
/// </summary>
/// <param name="Mean">The geometric mean of the ratios.</param>
/// <param name="Low">The lower end of its interval of 95 %, of Student's t on the logarithms.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct PairedRatio(double Mean, double Low, double High)
{
    private const double Confidence = 0.95;

    /// <summary>Estimates it.</summary>
    /// <param name="pairs">The times of each pair, at least two pairs.</param>
    public static PairedRatio Of(IReadOnlyCollection<(double Time, double Base)> pairs)
    {
        double[] logarithms = [.. pairs.Select(pair => Math.Log(pair.Time / pair.Base))];
        double mean = logarithms.Mean();
        double reach =
            StudentT.InvCDF(0, 1, pairs.Count - 1, (1 + Confidence) / 2) * logarithms.StandardDeviation() / Math.Sqrt(pairs.Count);
        return new PairedRatio(Math.Exp(mean), Math.Exp(mean - reach), Math.Exp(mean + reach));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Mean:f3} ({Low:f3} to {High:f3})");
}
