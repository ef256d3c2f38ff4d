namespace TorchTrust.Probes;

/// <summary>The sign test: exact, and of no distribution.</summary>
internal static class SignTest
{
    /// <summary>
    /// The probability that of some fair coins at least as many fall to one side as did here, to either side: twice the tail of the
    /// binomial distribution, at most 1.
    /// </summary>
    /// <param name="larger">How many fell to one side.</param>
    /// <param name="smaller">How many fell to the other.</param>
    public static double Probability(long larger, long smaller)
    {
        long count = larger + smaller;
        double term = Math.Pow(2, -count);
        double tail = 0;
        for (long k = 0; k <= Math.Min(larger, smaller); k++)
        {
            tail += term;
            term *= (double)(count - k) / (k + 1);
        }

        return Math.Min(1, 2 * tail);
    }
}
