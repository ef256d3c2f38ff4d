using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The CUDA devices of this process, if it has any.</summary>
internal static class Accelerator
{
    private static readonly Lazy<bool> _isPresent = new(Find);

    /// <summary>Whether the backend can compute on a CUDA device. No context is made for it.</summary>
    /// <remarks>
    /// NVIDIA's driver is asked for first: TorchSharp looks for its CUDA libraries in many places, and does so at each question.
    /// </remarks>
    public static bool IsPresent => _isPresent.Value;

    /// <summary>How many there are.</summary>
    public static int Count => IsPresent ? cuda.device_count() : 0;

    /// <summary>Waits until all devices have done what they were given; an error of theirs is thrown here at the latest.</summary>
    /// <exception cref="SubjectException">A device has failed.</exception>
    public static void Synchronize()
    {
        if (IsPresent)
        {
            SubjectException.Guard("waiting for the device", () =>
            {
                cuda.synchronize();
                return true;
            });
        }
    }

    private static bool Find()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver))
        {
            return false;
        }

        NativeLibrary.Free(driver);
        try
        {
            return cuda.is_available();
        }
        catch (Exception refused) when (refused is ExternalException or NotSupportedException or InvalidOperationException
            or TypeInitializationException)
        {
            // A driver that the backend has no use of: all is computed on the CPU.
            return false;
        }
    }
}
