using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Fills every block that the C library hands out with a known byte, for the whole process, so that what reads memory which
/// nobody has written shows. It is for a host process only.
/// </summary>
/// <remarks>
/// glibc alone offers it (<c>mallopt</c> with <c>M_PERTURB</c>); a canary says whether it works here.
/// </remarks>
internal sealed partial class PoisonedMemory : IDisposable
{
    private const int Perturb = -6;
    private const int CanaryElements = 64;

    private PoisonedMemory(int value) => _ = SetAllocatorOption(Perturb, value);

    /// <summary>Makes fresh memory read as zero, in every floating type.</summary>
    public static PoisonedMemory OfZeros() => new(0xFF);

    /// <summary>Makes fresh float32 memory read as 3.4e38.</summary>
    public static PoisonedMemory OfHugeNumbers() => new(0x80);


    /// <summary>Whether the allocator of this process can be told.</summary>
    public static bool IsSupported()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library))
        {
            return false;
        }

        bool offers = NativeLibrary.TryGetExport(library, "mallopt", out _);
        NativeLibrary.Free(library);
        return offers && CanaryReads();
    }

    /// <inheritdoc/>
    public void Dispose() => _ = SetAllocatorOption(Perturb, 0);

    private static bool CanaryReads()
    {
        using PoisonedMemory _ = OfHugeNumbers();
        using Tensor canary = empty(CanaryElements, dtype: ScalarType.Float32, device: CPU);
        return canary.bytes.IndexOfAnyExcept((byte)0x7F) < 0;
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int parameter, int value);
}
