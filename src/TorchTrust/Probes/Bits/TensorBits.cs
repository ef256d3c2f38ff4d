using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Compares tensors bit for bit: NaN equals NaN of the same bits, and 0 differs from -0.</summary>
internal static class TensorBits
{
    /// <summary>Whether two tensors have the same dtype, shape and bits.</summary>
    public static bool AreEqual(Tensor a, Tensor b) => AreEqualInPlace(a, b) ?? (AreAlike(a, b) && AreCopiesEqual(a, b));

    /// <summary>
    /// The same where the bytes of both can be read where they lie, which costs next to nothing; null where that takes a copy, or they
    /// lie nowhere.
    /// </summary>
    public static bool? AreEqualInPlace(Tensor a, Tensor b) => !LiesAsItReads(a) || !LiesAsItReads(b) ? null
        : AreAlike(a, b) && a.bytes.SequenceEqual(b.bytes);

    /// <summary>Whether two tensors have the same shape; to read it as an array takes longer than to compare a small tensor.</summary>
    public static bool HaveOneShape(Tensor a, Tensor b)
    {
        long dimensions = a.dim();
        if (dimensions != b.dim())
        {
            return false;
        }

        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            if (a.size(dimension) != b.size(dimension))
            {
                return false;
            }
        }

        return true;
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

    private static bool AreAlike(Tensor a, Tensor b) => a.dtype == b.dtype && HaveOneShape(a, b);

    private static bool AreCopiesEqual(Tensor a, Tensor b)
    {
        using IDisposable _ = no_grad();
        using Tensor flatA = Flat(a);
        using Tensor flatB = Flat(b);
        return flatA.bytes.SequenceEqual(flatB.bytes);
    }

    private static bool LiesAsItReads(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && !tensor.is_sparse && !tensor.is_complex() && tensor.is_contiguous();

    private static Tensor Flat(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor dense = detached.is_sparse ? detached.to_dense() : detached.alias();
        using Tensor resolved = dense.is_complex() ? view_as_real(dense.resolve_conj()) : dense.alias();
        using Tensor onCpu = resolved.to(CPU);
        return onCpu.contiguous();
    }
}
