namespace TorchTrust;

/// <summary>What a report was made on and with.</summary>
/// <param name="OperatingSystem">The operating system and its version.</param>
/// <param name="Processor">The architecture of the process, such as <c>X64</c>.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="TorchTrust">The version of this library.</param>
/// <param name="Threads">The number of threads that torch computes with.</param>
public sealed record RunEnvironment(
    string OperatingSystem,
    string Processor,
    string Runtime,
    string TorchSharp,
    string TorchTrust,
    int Threads)
{
    /// <summary>The device that the subject was moved to, such as <c>cuda</c>; null where its recipe decides.</summary>
    public string? Device { get; init; }

    /// <summary>The version of LibTorch that was loaded, such as <c>2.10.0</c>; null where it does not say.</summary>
    public string? LibTorch { get; init; }
}
