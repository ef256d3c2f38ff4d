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
        !a.IsInvalid && !b.IsInvalid && (a.Handle == b.Handle || (AddressOf(a) is var address and not 0 && address == AddressOf(b)));

    /// <summary>Where the storage of a dense tensor on the CPU begins; 0 where that cannot be said.</summary>
    public static nint AddressOf(Tensor tensor)
    {
        if (tensor.IsInvalid || tensor.numel() == 0 || tensor.device_type != DeviceType.CPU || tensor.is_sparse)
        {
            return 0;
        }

        using IDisposable _ = no_grad();
        using Tensor detached = tensor.detach();
        using Tensor start = detached.as_strided([1], [1], 0);
        Span<byte> bytes = start.bytes;
        return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes));
    }
}
