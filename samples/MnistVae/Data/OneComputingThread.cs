using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>
/// While it lives, tensor operations of the thread that made it are not spread over several threads. It changes no
/// result.
/// </summary>
/// <remarks>
/// <para>
/// OpenMP, by which LibTorch computes, gives every thread that calls it a team of its own, as large as the machine. For
/// work as small as a batch of images that pays little, and costs much where cores are taken: the team of a background
/// thread competes with that of the model, and on a busy machine each short operation waits for its slowest member.
/// </para>
/// <para>
/// LibTorch's <c>set_num_threads</c> also sets the number for threads to come, in the whole process; OpenMP's own
/// function, called here, sets it for the calling thread only. Where OpenMP is not found nothing is changed.
/// </para>
/// </remarks>
internal readonly ref struct OneComputingThread
{
    private static readonly Lazy<SetNumberOfThreads?> _setter = new(FindSetter);

    private readonly int _before;

    /// <summary>Begins; <see cref="Dispose"/> on the same thread ends it.</summary>
    public OneComputingThread()
    {
        // LibTorch sets a thread's number when the thread first asks, and must not do so after us.
        _before = get_num_threads();
        _setter.Value?.Invoke(1);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetNumberOfThreads(int count);

    /// <summary>Gives the thread back the number it had.</summary>
    public void Dispose() => _setter.Value?.Invoke(_before);

    private static SetNumberOfThreads? FindSetter()
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (IsOpenMp(module.ModuleName)
                && NativeLibrary.TryLoad(module.FileName, out nint library)
                && NativeLibrary.TryGetExport(library, "omp_set_num_threads", out nint function))
            {
                return Marshal.GetDelegateForFunctionPointer<SetNumberOfThreads>(function);
            }
        }

        return null;
    }

    /// <summary>The libraries of GCC, of LLVM, of Intel, and of Microsoft.</summary>
    private static bool IsOpenMp(string name) =>
        name.StartsWith("libgomp", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("libomp", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("libiomp", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("vcomp", StringComparison.OrdinalIgnoreCase);
}
