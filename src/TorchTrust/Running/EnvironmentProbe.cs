using System.Reflection;
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
        Version(typeof(Tensor).Assembly),
        Version(typeof(EnvironmentProbe).Assembly),
        get_num_threads());

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version!.ToString();
}
