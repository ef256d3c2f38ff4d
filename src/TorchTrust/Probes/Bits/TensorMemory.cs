using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Whether two tensors are one: the same object, or views of the same memory.</summary>
internal static class TensorMemory
{
    /// <summary>Whether a change of one is a change of the other, or could be.</summary>
    public static bool IsShared(Tensor a, Tensor b) =>
        !a.IsInvalid && !b.IsInvalid && (a.Handle == b.Handle
            || (DeviceNames.AreOne(a, b) && AddressOf(a) is var address and not 0 && address == AddressOf(b)));

    /// <summary>
    /// Where the memory of a dense tensor begins: on the CPU its storage, so that views are found, too; elsewhere its first element, since
    /// cuDNN puts all weights of a recurrent layer into one storage. 0 where that cannot be said.
    /// </summary>
    public static nint AddressOf(Tensor tensor)
    {
        if (!HasMemory(tensor))
        {
            return 0;
        }

        if (tensor.device_type != DeviceType.CPU)
        {
            return StartOf(tensor);
        }

        using IDisposable _ = no_grad();
        using Tensor detached = tensor.detach();
        using Tensor start = detached.as_strided([1], [1], 0);
        Span<byte> bytes = start.bytes;
        return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes));
    }

    /// <summary>Where the first element of a dense tensor lies; 0 where that cannot be said.</summary>
    public static nint StartOf(Tensor tensor) => HasMemory(tensor) && NativeTorch.StorageOf(tensor) is var storage and not 0
        ? storage + (nint)(tensor.storage_offset() * tensor.ElementSize)
        : 0;

    private static bool HasMemory(Tensor tensor) =>
        !tensor.IsInvalid && tensor.numel() > 0 && tensor.device_type != DeviceType.META && !tensor.is_sparse;
}
