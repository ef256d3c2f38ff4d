using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Compares tensors bit for bit: NaN equals NaN of the same bits, and 0 differs from -0.</summary>
internal static class TensorBits
{
    /// <summary>Whether two tensors have the same dtype, shape and bits.</summary>
    public static bool AreEqual(Tensor a, Tensor b) =>
        a.dtype == b.dtype && a.shape.AsSpan().SequenceEqual(b.shape) && Bytes(a).SequenceEqual(Bytes(b));

    /// <summary>A copy in memory of the native allocator, whose alignment does not differ from run to run.</summary>
    /// <remarks>
    /// <c>torch.tensor(array)</c> keeps its data in a managed array that is aligned to 8 bytes only, and vector code then
    /// takes other paths from one run to the next.
    /// </remarks>
    public static Tensor NativeCopy(Tensor tensor)
    {
        using IDisposable _ = no_grad();
        return tensor.detach().clone();
    }

    private static ReadOnlySpan<byte> Bytes(Tensor tensor)
    {
        using IDisposable _ = no_grad();
        using Tensor flat = tensor.detach().to(CPU).contiguous();
        return flat.bytes.ToArray();
    }
}
