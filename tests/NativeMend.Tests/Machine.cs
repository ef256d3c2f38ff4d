using System.Runtime.InteropServices;

namespace NativeMend.Tests;

/// <summary>What this machine can be asked to do.</summary>
internal static class Machine
{
    /// <summary>Why a test is skipped where <see cref="HasGlibcX64"/> is false.</summary>
    public const string NeedsGlibcX64 = "The mend is for Linux on x64 with glibc, and this machine is something else.";

    private static readonly string[] _folders =
        ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib"];

    /// <summary>True where the package's library is for this machine.</summary>
    public static bool HasGlibcX64 { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.OSArchitecture == Architecture.X64
        && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        && _folders.Any(folder => File.Exists(Path.Combine(folder, "libstdc++.so.6")));

    /// <summary>This machine's libstdc++.</summary>
    public static string SystemLibrary =>
        _folders.Select(folder => Path.Combine(folder, "libstdc++.so.6")).First(File.Exists);
}
