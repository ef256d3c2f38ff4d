using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>The number of threads that a tensor operation of the current thread is spread over.</summary>
/// <remarks>
/// OpenMP, by which LibTorch computes, gives every thread that calls it a team of its own, as large as the machine. A
/// background thread that computes now and then would so compete with the model for all cores at once. LibTorch's
/// <c>set_num_threads</c> also sets the number of threads to come, for the whole process; OpenMP's own function, called
/// here, sets it for the calling thread only.
/// </remarks>
internal static class ComputingThreads
{
    private static readonly Lazy<SetNumberOfThreads?> Setter = new(FindSetter);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetNumberOfThreads(int count);

    /// <summary>
    /// Lets the current thread compute alone. Where OpenMP is not found, all stays as it is, which costs some speed and
    /// changes no result.
    /// </summary>
    public static void UseOneHere()
    {
        // LibTorch sets a thread's number when the thread first asks, and must not do so after us.
        _ = get_num_threads();
        Setter.Value?.Invoke(1);
    }

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
