using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Fills every block that the C library hands out with a known byte, for the whole process, so that what reads memory which
/// nobody has written shows. It is for a host process only.
/// </summary>
/// <remarks>
/// glibc alone offers it (<c>mallopt</c> with <c>M_PERTURB</c>), and only for blocks that come from its arenas: those that a
/// thread keeps for itself are handed out as they are. A host is therefore started without such caches
/// (<see cref="NativeHeap.Tunables"/>); canaries say whether all that works here.
/// </remarks>
internal sealed partial class PoisonedMemory : IDisposable
{
    private const int Perturb = -6;
    private const int CanaryBytes = 64;
    private const byte Huge = 0x7F;

    private PoisonedMemory(int value) => _ = SetAllocatorOption(Perturb, value);

    /// <summary>Makes fresh memory read as zero, in every floating type.</summary>
    public static PoisonedMemory OfZeros() => new(0xFF);

    /// <summary>Makes fresh float32 memory read as 3.4e38.</summary>
    public static PoisonedMemory OfHugeNumbers() => new(unchecked((byte)~Huge));

    /// <summary>Whether each block that this process gets can be filled.</summary>
    public static bool IsSupported()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library))
        {
            return false;
        }

        bool offers = NativeLibrary.TryGetExport(library, "mallopt", out _);
        NativeLibrary.Free(library);
        return offers && ReadsHuge(TensorCanary) && ReadsHuge(RecycledCanary);
    }

    /// <inheritdoc/>
    public void Dispose() => _ = SetAllocatorOption(Perturb, 0);

    private static bool ReadsHuge(Func<byte[]> canary)
    {
        using PoisonedMemory _ = OfHugeNumbers();
        return canary().AsSpan().IndexOfAnyExcept(Huge) < 0;
    }

    private static byte[] TensorCanary()
    {
        using Tensor canary = empty(CanaryBytes, dtype: ScalarType.Byte, device: CPU);
        return canary.bytes.ToArray();
    }

    /// <summary>A block that this thread has just freed, which is what it keeps for itself, if it keeps any.</summary>
    private static byte[] RecycledCanary()
    {
        byte[] content = new byte[CanaryBytes];
        nint block = Marshal.AllocHGlobal(CanaryBytes);
        Marshal.Copy(content, 0, block, CanaryBytes);
        Marshal.FreeHGlobal(block);
        nint recycled = Marshal.AllocHGlobal(CanaryBytes);
        Marshal.Copy(recycled, content, 0, CanaryBytes);
        Marshal.FreeHGlobal(recycled);
        return content;
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int parameter, int value);
}
