namespace TorchTrust.Packages.Tests.Feed;

/// <summary>Where restored packages lie unpacked on this machine.</summary>
internal static class PackageCache
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A file of the TorchSharp package that the repository uses.</summary>
    public static string OfTorchSharp(string path) => Path.Combine(Folder, "torchsharp", Repository.VersionOf("TorchSharp"), path);
}
