using System.Security.Cryptography;
using System.Text;

namespace TorchTrust.Probes;

/// <summary>
/// The text of a source file that was compiled. Builds in continuous integration write <c>/_/folder/file.cs</c> into the symbols in place
/// of the path: such a file is looked for under the folders above the program. The hash says whether a file is the one that was compiled.
/// </summary>
internal static class SourceText
{
    private const string MappedRoot = "/_";

    /// <summary>The text; null where no such file is at hand, or where it is not the one that was compiled.</summary>
    /// <param name="path">The path in the symbols.</param>
    /// <param name="sha256">The hash in the symbols.</param>
    /// <param name="starts">The folders from which to climb where the path is a mapped one.</param>
    public static string? Of(string path, ReadOnlySpan<byte> sha256, IEnumerable<string> starts)
    {
        foreach (string place in Places(path, starts).Where(File.Exists))
        {
            byte[] content = File.ReadAllBytes(place);
            if (SHA256.HashData(content).AsSpan().SequenceEqual(sha256))
            {
                return Encoding.UTF8.GetString(content);
            }
        }

        return null;
    }

    /// <summary>Mapped roots are <c>/_/</c>, or <c>/_1/</c> and so on where there are several.</summary>
    private static IEnumerable<string> Places(string path, IEnumerable<string> starts)
    {
        int end = path.StartsWith(MappedRoot, StringComparison.Ordinal) ? path.IndexOf('/', MappedRoot.Length) : -1;
        return end < 0
            ? [path]
            : [path, .. starts.SelectMany(Above).Distinct().Select(folder => Path.Combine(folder, path[(end + 1)..]))];
    }

    private static IEnumerable<string> Above(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
