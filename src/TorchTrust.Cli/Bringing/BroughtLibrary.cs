using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchTrust.Cli.Projects;
using TorchTrust.NativeMend;

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

    private BroughtLibrary()
    {
    }

    /// <summary>What stands in the copy: places, and full paths.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>What the user should know of it.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>The folder of this tool, where the library lies.</summary>
    public static string Home => Path.GetDirectoryName(typeof(Trust).Assembly.Location)!;

    /// <summary>Gathers what a program needs.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static BroughtLibrary To(UserProgram program)
    {
        var brought = new BroughtLibrary();
        try
        {
            string[] names = [$"{Library}.dll", .. _needed.Where(name => IsNewer(Path.Combine(Home, name), Path.Combine(program.Folder, name)))];
            foreach (string name in names.Append($"{Library}.Host.dll"))
            {
                brought._files[name] = Path.Combine(Home, name);
            }

            brought.Name(program, names);
            brought.Mend(program);
            return brought;
        }
        catch
        {
            brought.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
            .. target.Select(entry => entry.Value?["runtime"]).OfType<JsonObject>().SelectMany(files => files.Select(file => Path.GetFileName(file.Key))),
        ];
        string[] missing = [.. names.Where(name => !known.Contains(name))];
        if (missing.Length == 0)
        {
            return;
        }

        string entry = $"{Library}.Brought/1.0.0";
        target[entry] = new JsonObject { ["runtime"] = new JsonObject(missing.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject()))) };
        libraries[entry] = new JsonObject { ["type"] = "project", ["serviceable"] = false, ["sha512"] = "" };
        string name = Path.GetFileName(program.Dependencies);
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, list.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        _files[name] = path;
    }

    /// <summary>Where libstdc++ lacks a version of which TorchSharp's library uses nothing, a library that does not ask for it.</summary>
    private void Mend(UserProgram program)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string path in Directory.EnumerateFiles(program.Folder, "libLibTorchSharp.so", SearchOption.AllDirectories).ToList())
        {
            byte[] bytes = File.ReadAllBytes(path);
            var image = new ElfImage(bytes, path, "Restore the package anew.");
            if (StandardLibrary.Find(image.Machine) is not { } system)
            {
                continue;
            }

            ISet<string> offered = new ElfImage(File.ReadAllBytes(system), system, "Name another machine.").DefinedVersions();
            IReadOnlyList<string> weakened = image.WeakenMissingVersions(StandardLibrary.Name, "GLIBCXX_", offered);
            if (weakened.Count == 0 || bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
            {
                continue;
            }

            string place = Path.GetRelativePath(program.Folder, path).Replace('\\', '/');
            string mended = Path.Combine(_folder, place.Replace('/', '-'));
            File.WriteAllBytes(mended, bytes);
            _files[place] = mended;
            Notes = [.. Notes, $"{Path.GetFileName(path)} asks for {string.Join(", ", weakened)} of {StandardLibrary.Name}, which this system's lacks: the copy that is checked does not "
                + "insist on it. The program itself does not start here without that (`torchtrust doctor` says how to mend it)."];
        }
    }
}
