using System.IO.Compression;
using System.Xml.Linq;

namespace TorchTrust.Packages.Tests.Feed;

/// <summary>A package, read as the archive that it is.</summary>
internal sealed class PackageFile
{
    private readonly string _path;

    /// <summary>Reads the list of files and the description.</summary>
    public PackageFile(string path)
    {
        _path = path;
        Size = new FileInfo(path).Length;
        using ZipArchive archive = ZipFile.OpenRead(path);
        Files =
        [
            .. archive.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml"
                && !name.EndsWith(".nuspec", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
        using Stream description = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Description = XDocument.Load(description).Root!;
    }

    /// <summary>In bytes.</summary>
    public long Size { get; }

    /// <summary>The files without those of the archive format itself, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The nuspec.</summary>
    public XElement Description { get; }

    /// <summary>The text of a field of the nuspec; empty if it is missing.</summary>
    public string Field(string name) => Fields(name).FirstOrDefault()?.Value ?? "";

    /// <summary>All elements of a name in the nuspec.</summary>
    public IEnumerable<XElement> Fields(string name) => Description.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>The content of a file.</summary>
    public byte[] Read(string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(_path);
        using Stream stream = (archive.GetEntry(name) ?? throw new FileNotFoundException($"{_path} has no {name}.")).Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
