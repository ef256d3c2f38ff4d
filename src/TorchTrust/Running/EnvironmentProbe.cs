using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchTrust.Running;

/// <summary>Reads what a run is made on and with.</summary>
internal static class EnvironmentProbe
{
    /// <summary>Reads the present process.</summary>
    public static RunEnvironment Read() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.FrameworkDescription,
        LibraryVersions.Of(typeof(Tensor).Assembly),
        LibraryVersions.TorchTrust,
        get_num_threads());
}
