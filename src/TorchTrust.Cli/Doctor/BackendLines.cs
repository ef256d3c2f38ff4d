using TorchTrust.Running.Diagnosis;

namespace TorchTrust.Cli.Doctor;

/// <summary>What a process with the program's own dependencies saw.</summary>
internal static class BackendLines
{
    /// <summary>The caps of the instruction set that are tried where the backend computes wrongly.</summary>
    public static IReadOnlyDictionary<string, string> Cap { get; } = new Dictionary<string, string>
    {
        ["ONEDNN_MAX_CPU_ISA"] = "AVX2",
        ["DNNL_MAX_CPU_ISA"] = "AVX2",
    };

    private static string CapText => string.Join(" ", Cap.Select(cap => $"{cap.Key}={cap.Value}"));

    /// <summary>The lines.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="capped">What was seen with <see cref="Cap"/>, where the backend computes wrongly without.</param>
    /// <param name="hasCudaDriver">Whether the system has NVIDIA's driver.</param>
    /// <param name="cores">The number of cores.</param>
    public static IEnumerable<DoctorLine> Of(BackendDiagnosis seen, BackendDiagnosis? capped, bool hasCudaDriver, int cores)
    {
        if (seen.TorchSharpError is { } missing)
        {
            yield return DoctorLine.Trouble(
                "TorchSharp", missing, "Build the program anew: its TorchSharp.dll is not where its dependencies say.");
            yield break;
        }

        if (seen.LoadError is { } error)
        {
            yield return LoadTrouble.Of(error);
            yield break;
        }

        if (seen.IsLoaded)
        {
            yield return DoctorLine.Ok("native backend", $"LibTorch {Loaded(seen)} loads ({seen.Runtime})");
        }

        if (seen.Threads > 0)
        {
            yield return Threads(seen.Threads, cores);
        }

        if (seen.BrokenOperations is { } broken)
        {
            yield return SelfTest(broken, capped?.BrokenOperations);
        }

        if (seen.Ending is not null || seen.Fault is not null)
        {
            yield return DoctorLine.Trouble(
                "native backend",
                $"the process that looked at it {(seen.Fault is { } fault ? $"met a {fault}" : $"ended ({seen.Ending})")} while "
                    + $"{seen.Step}",
                "Restore the packages anew and build; if it stays, the backend does not suit this processor: try another machine or "
                    + "version.");
            yield break;
        }

        yield return Cuda(seen, hasCudaDriver);
    }

    /// <summary>What was loaded, and what was wanted where that is another version.</summary>
    private static string Loaded(BackendDiagnosis seen) => (seen.LibTorchLoaded, seen.LibTorchNeeded) switch
    {
        (null, var needed) => needed ?? "of an unknown version",
        ({ } loaded, { } needed) when !needed.StartsWith(loaded, StringComparison.Ordinal) => $"{loaded}, where {needed} was wanted,",
        ({ } loaded, _) => loaded,
    };

    private static DoctorLine Threads(int threads, int cores)
    {
        string text = $"torch computes with {threads} on {cores} cores";
        return threads > cores
            ? DoctorLine.Trouble("threads", text, "Set OMP_NUM_THREADS to the number of cores at most: more threads wait for each other.")
            : DoctorLine.Ok("threads", text);
    }

    private static DoctorLine SelfTest(IReadOnlyList<string> broken, IReadOnlyList<string>? capped)
    {
        const string Topic = "self-test";
        if (broken.Count == 0)
        {
            return DoctorLine.Ok(Topic, "convolutions, linear layers and normalizations agree with float64");
        }

        string remedy = capped switch
        {
            { Count: 0 } => $"Set {CapText} in the environment before the program starts: tried, and with it all agree.",
            { Count: > 0 } =>
                $"{CapText} does not help: with it {string.Join(", ", capped)} is still wrong. Compute on another machine or device.",
            _ => $"Try {CapText} in the environment before the program starts.",
        };
        return DoctorLine.Trouble(
            Topic, $"the backend computes wrongly: {string.Join(", ", broken)}. It is a fault of LibTorch on this processor", remedy);
    }

    private static DoctorLine Cuda(BackendDiagnosis seen, bool hasDriver) => (seen, hasDriver) switch
    {
        ({ CudaError: { } error }, _) =>
            DoctorLine.Trouble("CUDA", error, "Let driver, CUDA version of the backend package and device fit together."),
        ({ BrokenOnCuda: [_, ..] broken }, _) => DoctorLine.Trouble(
            "CUDA", $"the device computes wrongly: {string.Join(", ", broken)}",
            "Let driver, CUDA version of the backend package and device fit together."),
        ({ CudaDevices: 1 }, _) => DoctorLine.Ok("CUDA", "1 device, which computes right"),
        ({ CudaDevices: > 1 }, _) => DoctorLine.Ok("CUDA", $"{seen.CudaDevices} devices; the first computes right"),
        (_, true) => DoctorLine.Note(
            "CUDA",
            "the driver is installed, and the backend has no use of it",
            "To compute on the device, reference a libtorch-cuda package instead of libtorch-cpu."),
        _ => DoctorLine.Ok("CUDA", "none here; the backend computes on the CPU"),
    };
}
