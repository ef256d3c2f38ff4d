using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchTrust.Packages.Tests.Feed;
using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>The mend of the native library, as it comes with the package.</summary>
public sealed class NativeMendTests(Workshop workshop)
{
    /// <summary>TorchSharp's own library, in its package and in outputs.</summary>
    internal const string Library = "runtimes/linux-x64/native/libLibTorchSharp.so";

    private const string Message = "Mended libLibTorchSharp.so";

    /// <summary>The version of symbols that TorchSharp's library asks for.</summary>
    private static readonly byte[] _asked = [.. "GLIBCXX_3.4.32\0"u8];

    private static readonly string[] _folders =
        ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib"];

    /// <summary>Whether TorchSharp does not load on this machine without the mend.</summary>
    internal static bool IsNeededHere => IsPossibleHere && File.ReadAllBytes(SystemLibrary!).AsSpan().IndexOf(_asked) < 0;

    private static bool IsPossibleHere =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && SystemLibrary is not null;

    [Fact]
    public async Task The_output_is_mended_in_one_flag_where_this_machine_needs_it_and_the_build_says_so_once()
    {
        Assert.SkipUnless(IsPossibleHere, "The mend is for Linux on x64 with glibc, and this machine is something else.");
        bool needed = IsNeededHere;
        TestProject project = await workshop.TestProject;
        byte[] original = File.ReadAllBytes(PackageCache.OfTorchSharp(Library));
        byte[] output = File.ReadAllBytes(Path.Combine(project.Output, Library));

        Assert.Equal(original.Length, output.Length);
        Assert.Equal(needed ? 1 : 0, original.Zip(output).Count(pair => pair.First != pair.Second));
        Assert.Equal(needed ? 1 : 0, project.Build.Output.Split(Message).Length - 1);
        Assert.DoesNotContain(Message, project.SecondBuild.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_in_the_package_cache_is_the_one_that_the_package_brought()
    {
        await workshop.TestProject;
        await workshop.OlderProgram;
        string archive = PackageCache.OfTorchSharp($"torchsharp.{Repository.VersionOf("TorchSharp")}.nupkg");
        using ZipArchive package = await ZipFile.OpenReadAsync(archive, TestContext.Current.CancellationToken);
        await using Stream brought = await package.GetEntry(Library)!.OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            await SHA256.HashDataAsync(brought, TestContext.Current.CancellationToken),
            SHA256.HashData(await File.ReadAllBytesAsync(PackageCache.OfTorchSharp(Library), TestContext.Current.CancellationToken)));
    }

    private static string? SystemLibrary => _folders
        .Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);
}
