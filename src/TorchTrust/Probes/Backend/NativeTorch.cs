using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// What LibTorch can do and TorchSharp does not offer, by the names of its functions. Where one is not found, which no version
/// promises, nothing is done, and the callers say so.
/// </summary>
internal static unsafe class NativeTorch
{
    private static readonly nint _sharp = Library("LibTorchSharp");
    private static readonly nint _torch = Library("torch_cpu");

    /// <summary>Whether memory that LibTorch hands out unwritten can be told to hold NaN, on each device.</summary>
    public static bool CanFillFreshMemory => Context != 0 && Find(_torch, "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb") != 0
        && Find(_torch, "_ZN2at7Context26setDeterministicAlgorithmsEbb") != 0;

    /// <summary>The version of LibTorch that is loaded, such as 2.10.0; null where it does not say.</summary>
    public static string? Version
    {
        get
        {
            var ask = (delegate* unmanaged<ulong>)Find(_torch, "aoti_torch_abi_version");
            ulong version = ask is null ? 0 : ask();
            return version == 0 ? null : $"{version >> 56}.{(version >> 48) & 0xFF}.{(version >> 40) & 0xFF}";
        }
    }

    private static nint Context
    {
        get
        {
            var ask = (delegate* unmanaged<nint>)Find(_torch, "_ZN2at13globalContextEv");
            return ask is null ? 0 : ask();
        }
    }

    /// <summary>
    /// Lets operators take their repeatable kernels where they have one, on each device: sums by atomic additions and cuDNN's
    /// choice of an algorithm give other bits at each call.
    /// </summary>
    /// <param name="fillsFreshMemory">Whether what nobody has written holds NaN.</param>
    /// <returns>Whether LibTorch has such a switch.</returns>
    public static bool AskForRepeatableKernels(bool fillsFreshMemory = false)
    {
        nint context = Context;
        var choose = (delegate* unmanaged<nint, byte, byte, void>)Find(_torch, "_ZN2at7Context26setDeterministicAlgorithmsEbb");
        var fill = (delegate* unmanaged<nint, byte, void>)Find(_torch, "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb");
        if (context == 0 || choose is null || fill is null)
        {
            return false;
        }

        fill(context, fillsFreshMemory ? (byte)1 : (byte)0);
        choose(context, 1, 1);
        return true;
    }

    /// <summary>Where the storage of a tensor of any device begins; 0 where that cannot be said.</summary>
    public static nint StorageOf(Tensor tensor)
    {
        var ask = (delegate* unmanaged<nint, nint>)Find(_sharp, "THSStorage_data_ptr");
        return ask is null ? 0 : ask(tensor.Handle);
    }

    /// <summary>The default generator of a CUDA device, as the native library refers to it; 0 where it is not found.</summary>
    public static nint GeneratorOf(int device)
    {
        string name = OperatingSystem.IsWindows()
            ? "?getDefaultCUDAGenerator@detail@cuda@at@@YAAEBUGenerator@3@C@Z"
            : "_ZN2at4cuda6detail23getDefaultCUDAGeneratorEa";
        var ask = (delegate* unmanaged<sbyte, nint>)Find(Library("torch_cuda"), name);
        return ask is null ? 0 : ask((sbyte)device);
    }

    /// <summary>The state of a generator, as bytes on the CPU.</summary>
    /// <param name="generator">What <see cref="GeneratorOf"/> gave.</param>
    public static Tensor? StateOf(nint generator)
    {
        var ask = (delegate* unmanaged<nint, nint>)Find(_sharp, "THSGenerator_get_rng_state");
        return ask is null || ask(generator) is not (not 0 and var state) ? null : Tensor.UnsafeCreateTensor(state);
    }

    /// <summary>Puts a generator into a state.</summary>
    /// <param name="generator">What <see cref="GeneratorOf"/> gave.</param>
    /// <param name="state">What <see cref="StateOf"/> gave.</param>
    public static void SetState(nint generator, Tensor state)
    {
        var set = (delegate* unmanaged<nint, nint, void>)Find(_sharp, "THSGenerator_set_rng_state");
        if (set is not null)
        {
            set(generator, state.Handle);
        }
    }

    private static nint Library(string name) => NativeLibrary.TryLoad(name, typeof(Tensor).Assembly, null, out nint library) ? library : 0;

    private static nint Find(nint library, string name) =>
        library != 0 && NativeLibrary.TryGetExport(library, name, out nint found) ? found : 0;
}
