using System.Reflection;

namespace TorchTrust.Cli.Tests;

/// <summary>Where the tool and the programs that it is tried on are.</summary>
internal static class Place
{
    /// <summary>The tool's assembly.</summary>
    public static string Tool { get; } = Of("Tool");

    /// <summary>The assembly of the program with subjects of every kind.</summary>
    public static string Fixture { get; } = Of("Fixture");

    /// <summary>The assembly of the program that never heard of TorchTrust.</summary>
    public static string Stranger { get; } = Of("Stranger");

    /// <summary>The assembly of the program with small trainings, which never heard of TorchTrust.</summary>
    public static string Watched { get; } = Of("Watched");

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Of("Repository");

    /// <summary>The package of the native backend of this machine.</summary>
    public static string Backend { get; } = OperatingSystem.IsWindows()
        ? "libtorch-cpu-win-x64"
        : OperatingSystem.IsMacOS()
        ? "libtorch-cpu-osx-arm64"
        : "libtorch-cpu-linux-x64";

    private static string Of(string key) => typeof(Place).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
