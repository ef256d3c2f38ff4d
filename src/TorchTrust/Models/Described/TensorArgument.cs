using static TorchSharp.torch;

namespace TorchTrust.Models.Described;

/// <summary>A random tensor: whole numbers of a range, or floating-point numbers of a range or normal.</summary>
/// <param name="ElementType">The name of the dtype as torch has it, such as <c>float32</c>.</param>
/// <param name="Sizes">The size of each dimension; null for the one that counts the samples.</param>
/// <param name="Range">The least and the greatest value, both included; null for the standard normal distribution, or for both
/// truths.</param>
internal sealed record TensorArgument(string ElementType, long?[] Sizes, ValueRange? Range) : DescribedArgument
{
    /// <inheritdoc/>
    public override Tensor Make(long n)
    {
        long[] sizes = [.. Sizes.Select(size => size ?? n)];
        ScalarType type = TypeOf(ElementType);
        if (type == ScalarType.Bool)
        {
            return randint(0, 2, sizes).to(type);
        }

        if (!is_floating_point(type))
        {
            return randint((long)Range!.Low, (long)Range.High + 1, sizes).to(type);
        }

        // Half precision has no generator of its own on every device.
        ScalarType drawn = type == ScalarType.Float64 ? type : ScalarType.Float32;
        Tensor values = Range is { } range
            ? (rand(sizes, dtype: drawn) * (range.High - range.Low)) + range.Low
            : randn(sizes, dtype: drawn);
        return values.to(type);
    }

    private static ScalarType TypeOf(string name) => name switch
    {
        "uint8" => ScalarType.Byte,
        "bool" => ScalarType.Bool,
        _ => Enum.Parse<ScalarType>(name, ignoreCase: true),
    };
}
