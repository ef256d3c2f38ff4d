using System.Runtime.InteropServices;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Reads what a run is made on and with.</summary>
internal static class EnvironmentProbe
{
    /// <summary>Reads the present process.</summary>
    /// <param name="device">The device that subjects are moved to; null where they are not.</param>
    public static RunEnvironment Read(string? device = null) => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.FrameworkDescription,
        LibraryVersions.Of(typeof(Tensor).Assembly),
        LibraryVersions.TorchTrust,
        get_num_threads())
    {
        Device = device,
        LibTorch = NativeTorch.Version,
    };
}
