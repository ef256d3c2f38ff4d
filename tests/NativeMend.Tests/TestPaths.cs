using System.Reflection;

namespace NativeMend.Tests;

/// <summary>The places that the build knows: what the tests read, and where they may write.</summary>
internal static class TestPaths
{
    /// <summary>The library as the package brings it.</summary>
    public static string PackageLibrary { get; } =
        Path.Combine(Metadata("TorchSharpPackage"), "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    /// <summary>What makes this repository's programs find the backend, as every project here imports it.</summary>
    public static string BackendTargets { get; } = Path.Combine(Metadata("RepositoryRoot"), "build", "TorchBackend.targets");

    /// <summary>The mend under test, with its task beside it as the package has it.</summary>
    public static string MendTargets { get; } = Path.Combine(AppContext.BaseDirectory, "build", "NativeMend.targets");

    /// <summary>The versions of all packages.</summary>
    public static string PackageVersions { get; } =
        Path.Combine(Metadata("RepositoryRoot"), "Directory.Packages.props");

    /// <summary>
    /// Makes an empty folder. It lies in the output and not among the system's temporary files: hard links to the
    /// package cache are then as possible as they are for the repository's own outputs, and 490 MB are not copied.
    /// </summary>
    public static string CreateFolder() => Directory
        .CreateDirectory(Path.Combine(AppContext.BaseDirectory, "work", Guid.NewGuid().ToString("N")))
        .FullName;

    private static string Metadata(string key) => typeof(TestPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
