namespace TorchTrust.Running.Hosting;

/// <summary>
/// What a process and its host agree on. The host is of the user's TorchTrust, the process that asks may be a tool of another
/// version: the number is handed over before a line is exchanged, and a refusal can be read by all.
/// </summary>
internal static class HostProtocol
{
    /// <summary>Raised whenever the other side would misread a line.</summary>
    public const int Version = 3;

    /// <summary>What a host says to somebody of another protocol.</summary>
    /// <param name="asked">The protocol of the process that asks.</param>
    public static string Mismatch(string asked) =>
        $"TorchTrust {LibraryVersions.TorchTrust} of the project speaks protocol {Version} with its host process, and what started it "
            + $"speaks protocol {asked}: use the same version of TorchTrust in both (`dotnet tool update TorchTrust.Cli`, "
            + "or update the package).";
}
