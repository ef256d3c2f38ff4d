using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Compares tensors bit for bit: NaN equals NaN of the same bits, and 0 differs from -0.</summary>
internal static class TensorBits
{
    /// <summary>Whether two tensors have the same dtype, shape and bits.</summary>
    public static bool AreEqual(Tensor a, Tensor b)
    {
        if (a.dtype != b.dtype || !a.shape.AsSpan().SequenceEqual(b.shape))
        {
            return false;
        }

        using IDisposable _ = no_grad();
        using Tensor flatA = Flat(a);
        using Tensor flatB = Flat(b);
        return flatA.bytes.SequenceEqual(flatB.bytes);
    }

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

    /// <summary>A hash of dtype, shape and bits, for fingerprints of more than can be kept twice.</summary>
    public static void AddTo(ref HashCode hash, Tensor tensor)
    {
        using IDisposable _ = no_grad();
        using Tensor flat = Flat(tensor);
        hash.Add(tensor.dtype);
        foreach (long size in tensor.shape)
        {
            hash.Add(size);
        }

        hash.AddBytes(flat.bytes);
    }

    private static Tensor Flat(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor dense = detached.is_sparse ? detached.to_dense() : detached.alias();
        using Tensor resolved = dense.is_complex() ? view_as_real(dense.resolve_conj()) : dense.alias();
        using Tensor onCpu = resolved.to(CPU);
        return onCpu.contiguous();
    }
}
