namespace TorchTrust.Datasets.Probes;

/// <summary>How likely something is by chance; whatever a check claims is less likely than <see cref="Alpha"/>.</summary>
internal static class Chance
{
    /// <summary>The chance of a false alarm that a claim may have, over all that it compares.</summary>
    public const double Alpha = 1e-6;

    /// <summary>
    /// A bound for the chance of at least so many successes: exp(-n · KL(k/n ‖ p)), after Chernoff and Hoeffding.
    /// </summary>
    /// <param name="successes">How many there were.</param>
    /// <param name="trials">Of how many.</param>
    /// <param name="probability">The chance of each.</param>
    public static double OfAtLeast(long successes, long trials, double probability)
    {
        double share = (double)successes / trials;
        if (share <= probability)
        {
            return 1;
        }

        double divergence = share * Math.Log(share / probability)
            + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - probability)) : 0);
        return Math.Exp(-trials * divergence);
    }

    /// <summary>The natural logarithm of a binomial coefficient.</summary>
    public static double LogBinomial(int n, int k)
    {
        double sum = 0;
        for (int i = 1; i <= Math.Min(k, n - k); i++)
        {
            sum += Math.Log((double)(n - i + 1) / i);
        }

        return sum;
    }

    /// <summary>
    /// The natural logarithm of the number of orders in which values can stand that occur so often each: how unlikely it is that
    /// two columns of the same values agree in every place by chance.
    /// </summary>
    public static double LogArrangements(IEnumerable<int> counts)
    {
        double sum = 0;
        int at = 0;
        foreach (int count in counts)
        {
            for (int i = 1; i <= count; i++)
            {
                sum += Math.Log(++at) - Math.Log(i);
            }
        }

        return sum;
    }
}
