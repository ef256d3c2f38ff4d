using System.Reflection.Metadata;
using System.Text;
using System.Text.Json;

namespace TorchTrust.Packages.Tests.Feed;

/// <summary>The portable symbols of an assembly: what a debugger learns of its sources.</summary>
internal sealed class Symbols
{
    private static readonly Guid _sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid _embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>Reads them.</summary>
    /// <param name="pdb">The content of a <c>.pdb</c>.</param>
    public Symbols(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        MetadataReader reader = provider.GetMetadataReader();
        CustomDebugInformation[] all = [.. reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)];
        HashSet<EntityHandle> embedded = [.. all.Where(each => reader.GetGuid(each.Kind) == _embeddedSource).Select(each => each.Parent)];
        Documents = [.. reader.Documents.Select(handle => (reader.GetString(reader.GetDocument(handle).Name), embedded.Contains(handle)))];
        SourceLink =
        [
            .. all.Where(each => reader.GetGuid(each.Kind) == _sourceLink).SelectMany(each => Read(reader.GetBlobBytes(each.Value))),
        ];
    }

    /// <summary>The sources by their paths, and whether the symbols hold their text.</summary>
    public IReadOnlyList<(string Path, bool IsEmbedded)> Documents { get; }

    /// <summary>Which paths are had from which address: each ends with <c>*</c>. Empty where the build knew of none.</summary>
    public IReadOnlyList<(string Paths, string Addresses)> SourceLink { get; }

    private static IEnumerable<(string Paths, string Addresses)> Read(byte[] json)
    {
        using var map = JsonDocument.Parse(Encoding.UTF8.GetString(json));
        return [.. map.RootElement.GetProperty("documents").EnumerateObject().Select(each => (each.Name, each.Value.GetString()!))];
    }
}
