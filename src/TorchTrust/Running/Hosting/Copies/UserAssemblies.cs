using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TorchTrust.Running.Hosting;

/// <summary>Finds the assemblies of a program that are woven: those that refer to TorchSharp, except TorchSharp's and ours.</summary>
internal static class UserAssemblies
{
    private const string TorchSharp = "TorchSharp";

    private static readonly HashSet<string> _others = new(StringComparer.OrdinalIgnoreCase)
    {
        TorchSharp, "TorchVision", "TorchAudio", "TorchText", "TorchTrust", "TorchTrust.Host", "TorchTrust.Reporting", "TorchTrust.Cli",
        "TorchTrust.Weaving", "TorchTrust.Xunit", "TorchTrust.NUnit", "TorchTrust.MSTest", "TorchTrust.TUnit",
    };

    private static readonly ConcurrentDictionary<Assembly, bool> _known = new();

    /// <summary>Whether an assembly that this process has loaded is one of them.</summary>
    public static bool IsOne(Assembly assembly) => _known.GetOrAdd(assembly, loaded =>
        !loaded.IsDynamic && !_others.Contains(loaded.GetName().Name!)
            && Array.Exists(loaded.GetReferencedAssemblies(), name => name.Name == TorchSharp));

    /// <summary>The full paths of those in a folder, in the order of their names.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.dll")
            .Where(path => !_others.Contains(Path.GetFileNameWithoutExtension(path)) && RefersToTorchSharp(path))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a build of TorchSharp is known by; empty if there is none in the folder.</summary>
    public static string VersionOfTorchSharp(string folder)
    {
        string path = Path.Combine(folder, $"{TorchSharp}.dll");
        return File.Exists(path) ? BuildOf(path) : "";
    }

    /// <summary>The id that a build of an assembly has.</summary>
    public static string BuildOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid).ToString("N");
    }

    private static bool RefersToTorchSharp(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata)
            {
                return false;
            }

            MetadataReader reader = file.GetMetadataReader();
            return reader.AssemblyReferences.Any(
                reference => reader.StringComparer.Equals(reader.GetAssemblyReference(reference).Name, TorchSharp));
        }
        catch (Exception thrown) when (thrown is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // A native library, or a file that is being written: nothing to weave.
            return false;
        }
    }
}
