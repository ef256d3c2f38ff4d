namespace TorchTrust.RightLosses;

/// <summary>Arguments that several losses of the pool share.</summary>
internal static class Make
{
    /// <summary>Random classes in [0, classes), int64 of the given shape.</summary>
    public static Tensor Labels(long classes, params long[] shape) => randint(classes, shape, dtype: ScalarType.Int64);

    /// <summary>0 or 1 at random, float32 of the given shape.</summary>
    public static Tensor Bits(params long[] shape) => Labels(2, shape).to(ScalarType.Float32);

    /// <summary>Probabilities along the last dimension, float32 of the given shape.</summary>
    public static Tensor Probabilities(params long[] shape) => randn(shape).softmax(-1);

    /// <summary>Numbers of valid positions from half of the length up to all of it, int64 <c>[N]</c>.</summary>
    public static Tensor Lengths(long count, long length) =>
        randint((length + 1) / 2, length + 1, new long[] { count }, dtype: ScalarType.Int64);

    /// <summary>True for the first positions of each sequence: bool <c>[N, T]</c>.</summary>
    public static Tensor Valid(Tensor lengths, long length) =>
        arange(length, dtype: ScalarType.Int64, device: lengths.device).less(lengths.unsqueeze(1));
}
