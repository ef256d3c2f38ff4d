using System.Globalization;

namespace TorchTrust.Running.Hosting;

/// <summary>How a process ended, in words.</summary>
internal static class ProcessEnd
{
    /// <summary>The number that shells and .NET add to the number of a signal.</summary>
    private const int SignalBase = 128;

    private static readonly Dictionary<int, string> _signals = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL, often because memory ran out",
        [11] = "SIGSEGV",
        [15] = "SIGTERM",
    };

    /// <summary>Describes an exit code.</summary>
    public static string Describe(int exitCode)
    {
        int signal = exitCode - SignalBase;
        return !OperatingSystem.IsWindows() && _signals.TryGetValue(signal, out string? name)
            ? string.Create(CultureInfo.InvariantCulture, $"signal {signal}, {name}")
            : exitCode is < 0 or > 255
                ? string.Create(CultureInfo.InvariantCulture, $"exit code 0x{exitCode:X8}")
                : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
    }
}
