using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>The entry of a tensor in a file's header, as the safetensors format names it.</summary>
/// <param name="DType">The type of its values.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offsets">Where its bytes begin and end, counted from the end of the header.</param>
internal sealed record TensorEntry(
    [property: JsonPropertyName("dtype")] string DType,
    [property: JsonPropertyName("shape")] IReadOnlyList<long> Shape,
    [property: JsonPropertyName("data_offsets")] IReadOnlyList<long> Offsets)
{
    private static readonly (ScalarType Type, string Name)[] _types =
    [
        (ScalarType.Float32, "F32"), (ScalarType.Float64, "F64"), (ScalarType.Float16, "F16"),
        (ScalarType.BFloat16, "BF16"), (ScalarType.Int64, "I64"), (ScalarType.Int32, "I32"), (ScalarType.Int16, "I16"),
        (ScalarType.Int8, "I8"), (ScalarType.Byte, "U8"), (ScalarType.Bool, "BOOL"),
    ];

    /// <summary>The type of its values, or null for a type that is not known here.</summary>
    [JsonIgnore]
    public ScalarType? ValueType
    {
        get
        {
            foreach ((ScalarType type, string name) in _types)
            {
                if (name == DType)
                {
                    return type;
                }
            }

            return null;
        }
    }

    /// <summary>Describes a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="offset">Where its bytes begin.</param>
    /// <exception cref="NotSupportedException">The format has no name for its type.</exception>
    public static TensorEntry Of(Tensor tensor, long offset)
    {
        foreach ((ScalarType type, string name) in _types)
        {
            if (type == tensor.dtype)
            {
                return new TensorEntry(name, tensor.shape, [offset, offset + tensor.numel() * tensor.element_size()]);
            }
        }

        throw new NotSupportedException($"A tensor of type {tensor.dtype} cannot be written to a checkpoint.");
    }
}
