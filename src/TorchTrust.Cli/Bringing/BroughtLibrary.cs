using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Bringing;

/// <summary>
/// Brings TorchTrust to a program that has no reference to it: the library, what that needs, and the host stand beside the copy that
/// is run, and the copy's <c>.deps.json</c> names them. Where TorchSharp's own library does not load here, so does one that does. The
/// user's output is left as it is.
/// </summary>
internal sealed class BroughtLibrary : IDisposable
{
    private const string Library = "TorchTrust";
    private static readonly string[] _needed = ["System.IO.Hashing.dll"];

    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-brought-").FullName;
    private readonly Dictionary<string, string> _files = [];
    private readonly MendedBackend _mended;

    private BroughtLibrary(UserProgram program) => _mended = MendedBackend.Of(program);

    /// <summary>What stands in the copy: places, and full paths.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>What the user should know of it.</summary>
    public IReadOnlyList<string> Notes => _mended.Notes;

    /// <summary>The folder of this tool, where the library lies.</summary>
    public static string Home => Path.GetDirectoryName(typeof(Trust).Assembly.Location)!;

    /// <summary>Gathers what a program needs.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static BroughtLibrary To(UserProgram program)
    {
        var brought = new BroughtLibrary(program);
        try
        {
            string[] names =
                [$"{Library}.dll", .. _needed.Where(name => IsNewer(Path.Combine(Home, name), Path.Combine(program.Folder, name)))];
            foreach (string name in names.Append($"{Library}.Host.dll"))
            {
                brought._files[name] = Path.Combine(Home, name);
            }

            brought.Name(program, names);
            foreach ((string place, string path) in brought._mended.Files)
            {
                brought._files[place] = path;
            }

            return brought;
        }
        catch
        {
            brought.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mended.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsNewer(string ours, string theirs) => !File.Exists(theirs)
        || AssemblyName.GetAssemblyName(ours).Version > AssemblyName.GetAssemblyName(theirs).Version;

    /// <summary>Names the files in the list by which .NET finds assemblies, as a project of the program's own.</summary>
    private void Name(UserProgram program, string[] names)
    {
        JsonNode list = JsonNode.Parse(File.ReadAllText(program.Dependencies))!;
        JsonObject target = list["targets"]![(string)list["runtimeTarget"]!["name"]!]!.AsObject();
        JsonObject libraries = list["libraries"]!.AsObject();
        HashSet<string> known =
        [
            .. target.Select(entry => entry.Value?["runtime"]).OfType<JsonObject>()
                .SelectMany(files => files.Select(file => Path.GetFileName(file.Key))),
        ];
        string[] missing = [.. names.Where(name => !known.Contains(name))];
        if (missing.Length == 0)
        {
            return;
        }

        string entry = $"{Library}.Brought/1.0.0";
        target[entry] = new JsonObject
        {
            ["runtime"] = new JsonObject(missing.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject()))),
        };
        libraries[entry] = new JsonObject { ["type"] = "project", ["serviceable"] = false, ["sha512"] = "" };
        string name = Path.GetFileName(program.Dependencies);
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, list.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        _files[name] = path;
    }
}
