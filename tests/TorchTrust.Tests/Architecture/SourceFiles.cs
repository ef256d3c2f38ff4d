using TorchTrust.Tests.Docs;

namespace TorchTrust.Tests.Architecture;

/// <summary>The files of C# that somebody wrote.</summary>
internal static class SourceFiles
{
    /// <summary>Those in a folder of the repository and in the folders below it, without what a build makes.</summary>
    public static IEnumerable<string> Of(string folder) => Directory
        .EnumerateFiles(Path.Combine(CheckPages.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
