using System.Runtime.InteropServices;

namespace TorchTrust.Probes;

/// <summary>
/// How the C library keeps the memory of tensors that are disposed. glibc raises the size from which blocks are mapped by
/// themselves up to that of the largest block that was freed; what is smaller stays with the process, in pieces. A check
/// that takes a large tensor once then leaves a process that has grown for good.
/// </summary>
/// <remarks>For a host process only: it is for the whole process. Where there is no glibc, nothing is done.</remarks>
internal static partial class NativeHeap
{
    private const int MmapThreshold = -3;

    /// <summary>From this size on, in bytes, a block goes back to the system when it is freed.</summary>
    private const int LargeBlock = 1 << 20;

    /// <summary>
    /// What the environment of a process must hold when it starts. Without caches of threads, each block that it gets can be
    /// filled (<see cref="PoisonedMemory"/>). On huge pages, large blocks come from the system several times faster.
    /// </summary>
    public static (string Name, string Value) Tunables => ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1");

    /// <summary>
    /// Whether large blocks go back when they are freed, so that fresh ones come from the system, and read zero.
    /// </summary>
    public static bool ReturnsLargeBlocks { get; private set; }

    /// <summary>Gives large blocks back to the system as soon as they are freed.</summary>
    public static void ReturnLargeBlocks()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library))
        {
            bool offers = NativeLibrary.TryGetExport(library, "mallopt", out _);
            NativeLibrary.Free(library);
            ReturnsLargeBlocks = offers && SetAllocatorOption(MmapThreshold, LargeBlock) != 0;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int parameter, int value);
}
