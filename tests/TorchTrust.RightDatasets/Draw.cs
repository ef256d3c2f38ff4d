namespace TorchTrust.RightDatasets;

/// <summary>Drawing that depends on its seed alone, and what several members of the pool draw.</summary>
internal static class Draw
{
    /// <summary>A generator of its own: whoever draws elsewhere does not disturb it.</summary>
    public static Generator From(long seed) => new((ulong)seed);

    /// <summary>A generator for one item of one epoch.</summary>
    public static Generator From(long seed, long epoch, long index) => new((ulong)HashCode(seed, epoch, index));

    /// <summary>Standard normal values that the seed decides.</summary>
    public static Tensor Normal(long seed, params long[] shape)
    {
        using Generator generator = From(seed);
        return randn(shape, generator: generator);
    }

    /// <summary>Uniform values in [0, 1) that the seed decides.</summary>
    public static Tensor Uniform(long seed, params long[] shape)
    {
        using Generator generator = From(seed);
        return rand(shape, generator: generator);
    }

    /// <summary>Whole numbers in [0, below) that the seed decides, int64.</summary>
    public static Tensor Whole(long seed, long below, params long[] shape)
    {
        using Generator generator = From(seed);
        return randint(below, shape, dtype: ScalarType.Int64, generator: generator);
    }

    /// <summary>The indices from 0 in an order that seed and epoch decide.</summary>
    public static long[] Order(long count, long seed, long epoch)
    {
        long[] order = [.. Enumerable.Range(0, (int)count).Select(index => (long)index)];
        new Random((int)HashCode(seed, epoch, count)).Shuffle(order);
        return order;
    }

    /// <summary>Blobs of light, one a class, at a place of its own with noise: images <c>[N, size, size]</c> in [0, 1].</summary>
    public static Tensor Blobs(Tensor labels, long size, long seed)
    {
        using var scope = NewDisposeScope();
        long count = labels.shape[0];
        Tensor axis = arange(size, dtype: ScalarType.Float32);
        Tensor angle = labels.to(ScalarType.Float32) * 0.7f;
        Tensor centres = Normal(seed, count, 2) + (size / 2f);
        Tensor y = (centres[TensorIndex.Colon, 0] + (angle.sin() * size / 4)).view(count, 1, 1);
        Tensor x = (centres[TensorIndex.Colon, 1] + (angle.cos() * size / 4)).view(count, 1, 1);
        Tensor distance = (axis.view(1, size, 1) - y).pow(2) + (axis.view(1, 1, size) - x).pow(2);
        Tensor light = (-distance / size).exp() + (0.05f * Uniform(seed + 1, count, size, size));
        return (light / light.amax([1, 2], keepdim: true)).MoveToOuterDisposeScope();
    }

    /// <summary>A mix of numbers into one that looks random (SplitMix64), within [0, 2^31).</summary>
    private static long HashCode(long a, long b, long c)
    {
        ulong state = unchecked(((ulong)a * 0x9E3779B97F4A7C15UL) + ((ulong)b * 0xBF58476D1CE4E5B9UL) + ((ulong)c * 0x94D049BB133111EBUL));
        state = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
        state = unchecked((state ^ (state >> 27)) * 0x94D049BB133111EBUL);
        return (long)((state ^ (state >> 31)) & 0x7FFFFFFF);
    }
}
