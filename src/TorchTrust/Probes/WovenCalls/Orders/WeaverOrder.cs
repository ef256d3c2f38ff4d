namespace TorchTrust.Probes;

/// <summary>What a weaver is to do: the lines of its standard input.</summary>
/// <param name="Assemblies">The assemblies to weave, and the folder that each goes to.</param>
/// <param name="SearchFolders">Where the assemblies lie that those refer to.</param>
internal sealed record WeaverOrder(IReadOnlyList<(string Assembly, string Folder)> Assemblies, IReadOnlyList<string> SearchFolders)
{
    private const string Weave = "weave";
    private const string Search = "search";

    /// <summary>Reads what <see cref="Lines"/> gave.</summary>
    /// <exception cref="FormatException">A line is none of an order.</exception>
    public static WeaverOrder Read(TextReader reader)
    {
        var assemblies = new List<(string, string)>();
        var folders = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            switch (line.Split('\t'))
            {
                case [Weave, string assembly, string folder]:
                    assemblies.Add((assembly, folder));
                    break;
                case [Search, string folder]:
                    folders.Add(folder);
                    break;
                default:
                    throw new FormatException($"'{line}' is no order to the weaver.");
            }
        }

        return new WeaverOrder(assemblies, folders);
    }

    /// <summary>The order as lines.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. SearchFolders.Select(folder => $"{Search}\t{folder}"),
        .. Assemblies.Select(each => $"{Weave}\t{each.Assembly}\t{each.Folder}"),
    ];
}
