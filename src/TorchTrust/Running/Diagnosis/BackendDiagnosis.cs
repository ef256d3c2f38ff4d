namespace TorchTrust.Running.Diagnosis;

/// <summary>
/// What a process with the user's own dependencies saw of TorchSharp and its native backend. It is sent anew before each step,
/// so that the last one tells what a process was doing that has ended.
/// </summary>
internal sealed record BackendDiagnosis
{
    /// <summary>What is about to be done; null at the end.</summary>
    public string? Step { get; init; } = "starting the .NET runtime";

    /// <summary>The .NET runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>The version of TorchSharp's managed assembly; null if there is none.</summary>
    public string? TorchSharp { get; init; }

    /// <summary>Why there is none.</summary>
    public string? TorchSharpError { get; init; }

    /// <summary>The version of LibTorch that this TorchSharp was built for.</summary>
    public string? LibTorchNeeded { get; init; }

    /// <summary>The version of LibTorch that was loaded; null where it does not say.</summary>
    public string? LibTorchLoaded { get; init; }

    /// <summary>Why the native libraries do not load; null if they do, or were not tried.</summary>
    public string? LoadError { get; init; }

    /// <summary>Whether the native libraries were loaded.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>The number of threads that torch computes with.</summary>
    public int Threads { get; init; }

    /// <summary>The operations that the backend computes wrongly; null if they were not tried.</summary>
    public IReadOnlyList<string>? BrokenOperations { get; init; }

    /// <summary>The number of CUDA devices.</summary>
    public int CudaDevices { get; init; }

    /// <summary>The operations that the first CUDA device computes wrongly.</summary>
    public IReadOnlyList<string> BrokenOnCuda { get; init; } = [];

    /// <summary>Why there are none, or why they cannot compute.</summary>
    public string? CudaError { get; init; }

    /// <summary>What a step threw that is none of the above.</summary>
    public string? Fault { get; init; }

    /// <summary>How the process ended, if it did so before the end.</summary>
    public string? Ending { get; init; }
}
