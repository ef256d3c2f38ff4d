using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.NativeMend;

namespace TorchTrust.Cli.Bringing;

/// <summary>
/// Where this system's libstdc++ lacks a version of which TorchSharp's own library uses nothing, a library that does not ask for it, for
/// the copy of the program that is run. The user's output is left as it is.
/// </summary>
internal sealed class MendedBackend : IDisposable
{
    private const string Library = "libLibTorchSharp.so";

    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-mended-").FullName;
    private readonly Dictionary<string, string> _files = [];
    private readonly List<string> _notes = [];

    private MendedBackend()
    {
    }

    /// <summary>What stands in the copy: places, and full paths; nothing where nothing is to be mended.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>What the user should know of it.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Looks at a program, and mends what does not load here.</summary>
    /// <exception cref="ToolException">It cannot be mended.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static MendedBackend Of(UserProgram program)
    {
        var mended = new MendedBackend();
        try
        {
            if (OperatingSystem.IsLinux())
            {
                Directory.EnumerateFiles(program.Folder, Library, SearchOption.AllDirectories).ToList()
                    .ForEach(path => mended.Mend(program, path));
            }

            return mended;
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException)
        {
            mended.Dispose();
            throw ToolException.CannotRun(fault.Message);
        }
        catch
        {
            mended.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Mend(UserProgram program, string path)
    {
        byte[] original = File.ReadAllBytes(path);
        byte[] bytes = [.. original];
        var image = new ElfImage(bytes, path, "Restore the package anew.");
        if (StandardLibrary.Find(image.Machine) is not { } system)
        {
            return;
        }

        ISet<string> offered = new ElfImage(File.ReadAllBytes(system), system, "Repair the system's C++ library.").DefinedVersions();
        IReadOnlyList<string> weakened = image.WeakenMissingVersions(StandardLibrary.Name, "GLIBCXX_", offered);
        if (bytes.AsSpan().SequenceEqual(original))
        {
            // It loads here, or was mended by the project's build.
            return;
        }

        string place = Path.GetRelativePath(program.Folder, path).Replace('\\', '/');
        string mended = Path.Combine(_folder, place.Replace('/', '-'));
        File.WriteAllBytes(mended, bytes);
        _files[place] = mended;
        _notes.Add($"{Library} asks for {string.Join(", ", weakened)} of {StandardLibrary.Name}, which this system's lacks: the copy that "
            + "is run does not "
            + "insist on it. The program itself does not start here without that (`torchtrust doctor` says how to mend it).");
    }
}
