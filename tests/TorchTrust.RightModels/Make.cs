namespace TorchTrust.RightModels;

/// <summary>Inputs that several models of the pool share.</summary>
internal static class Make
{
    /// <summary>Random token ids in [0, vocabulary), int64 of the given shape.</summary>
    public static Tensor Tokens(long vocabulary, params long[] shape) =>
        randint(vocabulary, shape, dtype: ScalarType.Int64);

    /// <summary>
    /// True for the first positions of each sequence, whose lengths vary: bool <c>[N, T]</c>, at least one true a
    /// row.
    /// </summary>
    public static Tensor ValidPositions(long count, long length)
    {
        using Tensor lengths = randint(1, length + 1, new long[] { count, 1 }, dtype: ScalarType.Int64);
        using Tensor positions = arange(length, dtype: ScalarType.Int64);
        return positions.less(lengths);
    }
}
