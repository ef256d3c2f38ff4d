namespace MnistVae.Data;

/// <summary>
/// Random numbers without state: each is a hash of a seed and of counters that say what it is for, so that neither
/// order nor threads matter.
/// </summary>
/// <remarks>
/// The mixing function is the output function of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014). The numbers are part of what a seed means: changing them changes every run.
/// </remarks>
internal static class CounterRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>What a number is for: equal counters of two purposes give unrelated numbers.</summary>
    public enum Purpose
    {
        /// <summary>The rotation of an image.</summary>
        Rotation,

        /// <summary>The order of an epoch.</summary>
        Order,

        /// <summary>Which training images are set aside for validation.</summary>
        ValidationSplit,

        /// <summary>Which test images are left in a limited data set.</summary>
        TestLimit,
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public static double Uniform(long seed, Purpose purpose, long first, long second) =>
        (Hash(seed, purpose, first, second) >> 11) * (1.0 / (1L << 53));

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order, each equally likely.</summary>
    /// <remarks>Fisher and Yates' shuffle.</remarks>
    public static long[] Permutation(long count, long seed, Purpose purpose, long counter)
    {
        long[] items = Sequence(count);
        ulong state = Hash(seed, purpose, counter, 0);
        for (long last = count - 1; last > 0; last--)
        {
            long chosen = (long)Below((ulong)last + 1, ref state);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }

        return items;
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in order.</summary>
    public static long[] Sequence(long count)
    {
        long[] items = new long[count];
        for (long i = 0; i < count; i++)
        {
            items[i] = i;
        }

        return items;
    }

    /// <summary>
    /// A uniform number below a bound, without the bias of a plain remainder: draws beyond the last whole multiple of
    /// the bound are drawn again.
    /// </summary>
    private static ulong Below(ulong bound, ref ulong state)
    {
        ulong surplus = (ulong.MaxValue % bound + 1) % bound;
        ulong drawn;
        do
        {
            state += GoldenGamma;
            drawn = Mix(state);
        }
        while (drawn > ulong.MaxValue - surplus);
        return drawn % bound;
    }

    private static ulong Hash(long seed, Purpose purpose, long first, long second)
    {
        ulong hash = Mix((ulong)seed + GoldenGamma);
        hash = Mix(hash + (ulong)purpose + GoldenGamma);
        hash = Mix(hash + (ulong)first + GoldenGamma);
        return Mix(hash + (ulong)second + GoldenGamma);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
