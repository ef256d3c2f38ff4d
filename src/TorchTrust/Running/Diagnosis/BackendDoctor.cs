using System.IO.Pipes;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Running.Diagnosis;

/// <summary>Looks at TorchSharp and its native backend from within a process of the user's program, which may die of it.</summary>
internal sealed class BackendDoctor
{
    /// <summary>The full name of this class, which is looked up by it.</summary>
    public const string TypeName = "TorchTrust.Running.Diagnosis.BackendDoctor";

    private readonly Action<BackendDiagnosis> _send;
    private BackendDiagnosis _seen = new();

    private BackendDoctor(Action<BackendDiagnosis> send) => _send = send;

    /// <summary>Looks, and writes what was seen before each step.</summary>
    /// <param name="pipeHandle">The handle of the pipe to write to.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string pipeHandle)
    {
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, pipeHandle);
        using var writer = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var doctor = new BackendDoctor(seen => writer.WriteLine(DiagnosisJson.Line(seen)));
        try
        {
            doctor.Look();
        }
        catch (Exception fault)
        {
            // Whoever asked gets to hear it.
            Exception cause = fault is TypeInitializationException { InnerException: { } inner } ? inner : fault;
            doctor._send(doctor._seen with { Fault = $"{cause.GetType().Name}: {cause.Message}" });
        }

        return 0;
    }

    private void Look()
    {
        Step("loading the assembly of TorchSharp", seen => seen with { Runtime = RuntimeInformation.FrameworkDescription });
        try
        {
            ReadAssembly();
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            Step(null, seen => seen with { TorchSharpError = missing.Message });
            return;
        }

        // TorchSharp's own search comes after this one only: where it fails, it leaves copies of 490 MB behind.
        if (LoadNatives() is { } error)
        {
            Step(null, seen => seen with { LoadError = error });
            return;
        }

        Step("computing the first tensor", seen => seen with { IsLoaded = true, LibTorchLoaded = NativeTorch.Version });
        int threads = get_num_threads();
        Step("testing what the backend computes", seen => seen with { Threads = threads });
        IReadOnlyList<string> broken = BackendSelfTest.BrokenOperations;
        Step("asking for CUDA", seen => seen with { BrokenOperations = broken });
        (int devices, string? cudaError) = LookForCuda();
        IReadOnlyList<string> brokenOnCuda = devices > 0 && cudaError is null ? BackendSelfTest.BrokenOnCuda : [];
        Step(null, seen => seen with { CudaDevices = devices, CudaError = cudaError, BrokenOnCuda = brokenOnCuda });
    }

    // A method of its own: where there is no TorchSharp, it cannot even be compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadAssembly()
    {
        Assembly assembly = typeof(torch).Assembly;
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version!.ToString();

        // A private constant, read without running any code of TorchSharp, which would load the backend.
        object? needed =
            typeof(torch).GetField("libtorchPackageVersion", BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue();
        Step("loading the native libraries", seen => seen with { TorchSharp = version, LibTorchNeeded = needed as string });
    }

    /// <summary>Loads in the order of TorchSharp's own loader.</summary>
    /// <returns>The words of the system's loader; null if all went well.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? LoadNatives()
    {
        foreach (string name in new[] { "torch_cpu", "LibTorchSharp" })
        {
            try
            {
                _ = NativeLibrary.Load(name, typeof(torch).Assembly, null);
            }
            catch (Exception refused) when (refused is DllNotFoundException or BadImageFormatException)
            {
                return refused.Message;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Devices, string? Error) LookForCuda()
    {
        try
        {
            if (!cuda.is_available())
            {
                return (0, null);
            }

            using var scope = NewDisposeScope();
            double sum = ones(4, 4, device: CUDA).matmul(ones(4, 4, device: CUDA)).sum().item<float>();
            return (cuda.device_count(), sum == 64 ? null : $"the sum of a product on the device is {sum} instead of 64");
        }
        catch (Exception refused) when (refused is ExternalException or NotSupportedException or InvalidOperationException
            or TypeInitializationException)
        {
            return (0, (refused.InnerException ?? refused).Message.Split('\n')[0]);
        }
    }

    private void Step(string? what, Func<BackendDiagnosis, BackendDiagnosis> learn)
    {
        _seen = learn(_seen) with { Step = what };
        _send(_seen);
    }
}
