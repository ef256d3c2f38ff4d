using System.Diagnostics;
using System.Globalization;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// A folder that stands for a program's output folder while a host runs: links to everything in it (<see cref="Mirror"/>), but for the
/// woven assemblies and the files by which .NET finds assemblies, which are real. What the program writes there goes home at the end;
/// after a crash of this process the next one brings it.
/// </summary>
internal sealed class ProgramCopy : IDisposable
{
    private const string NoteExtension = ".run";
    private readonly Disk _disk;
    private readonly Mirror _mirror;
    private readonly string _note;
    private readonly HashSet<string> _ours;
    private bool _isOpen = true;

    private ProgramCopy(string home, string folder, Disk disk)
    {
        Home = home;
        Folder = folder;
        _disk = disk;
        _mirror = new Mirror(disk);
        _note = folder + NoteExtension;
        _ours = new HashSet<string>(disk.Names);
    }

    /// <summary>The output folder.</summary>
    public string Home { get; }

    /// <summary>The copy.</summary>
    public string Folder { get; }

    /// <summary>The files that were moved home at the end.</summary>
    public IReadOnlyList<string> BroughtHome { get; private set; } = [];

    /// <summary>Those that the output folder did not take: they stay in the copy.</summary>
    public IReadOnlyList<string> LeftBehind { get; private set; } = [];

    /// <summary>Whether the copy is still there at the end, since something in it is in use; the next run removes it.</summary>
    public bool Remains { get; private set; }

    /// <summary>Makes a copy.</summary>
    /// <param name="root">Where copies lie.</param>
    /// <param name="home">The output folder.</param>
    /// <param name="real">Full paths of files that stand in the copy themselves, under their names.</param>
    /// <param name="later">The names of those that <see cref="Put"/> may put there; until then they are links too.</param>
    /// <param name="additions">Files that the program does not have, or has otherwise: places in the copy, and full paths.</param>
    /// <param name="disk">The file system; that of this machine if not given.</param>
    /// <exception cref="IOException">A link or a file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static ProgramCopy Make(
        string root,
        string home,
        IReadOnlyList<string> real,
        IReadOnlyList<string> later,
        IReadOnlyDictionary<string, string>? additions = null,
        Disk? disk = null)
    {
        additions ??= new Dictionary<string, string>();
        disk ??= Disk.OfThisMachine;
        OwnFolder.Create(root);
        BringAbandonedHome(root, disk);
        string folder = Path.Combine(root, Guid.NewGuid().ToString("N"));
        var copy = new ProgramCopy(home, folder, disk);
        try
        {
            OwnFolder.Create(folder);
            Dictionary<string, string> files = real.ToDictionary(path => Path.GetFileName(path)!, disk.Names);
            foreach ((string place, string path) in additions.Where(each => !IsInside(each.Key)))
            {
                files[place] = path;
            }

            foreach ((string name, string path) in files)
            {
                copy._ours.Add(name);
                CopyTo(path, Path.Combine(folder, name));
            }

            foreach (FileSystemInfo entry in new DirectoryInfo(home).EnumerateFileSystemInfos().Where(entry => copy._ours.Add(entry.Name)))
            {
                copy._mirror.Put(entry, folder);
            }

            foreach ((string place, string path) in additions.Where(each => IsInside(each.Key)))
            {
                copy.PutInside(place, path);
                copy._ours.Add(Parts(place)[0]);
                files[Parts(place)[0]] = path;
            }

            File.WriteAllLines(copy._note, [Owner(Environment.ProcessId), home, .. files.Keys, .. later, .. later.Select(Coming)]);
            return copy;
        }
        catch
        {
            _ = disk.TryRemove(folder);
            File.Delete(copy._note);
            throw;
        }
    }

    /// <summary>Puts files in the place of links. A program that runs already must not have loaded them.</summary>
    /// <param name="files">Full paths of the files.</param>
    /// <exception cref="IOException">A file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Put(IEnumerable<string> files)
    {
        foreach (string path in files)
        {
            string name = Path.GetFileName(path);
            string coming = Path.Combine(Folder, Coming(name));
            _ours.Add(name);
            _ours.Add(Coming(name));
            CopyTo(path, coming);
            File.Move(coming, Path.Combine(Folder, name), overwrite: true);
        }
    }

    /// <summary>Moves home what the program wrote, and removes the copy.</summary>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        (BroughtHome, LeftBehind, Remains) = BringHome(Folder, Home, IsOurs, _disk);
        if (!Remains)
        {
            File.Delete(_note);
        }
    }

    private static string[] Parts(string place) => place.Split('/', '\\');

    private static bool IsInside(string place) => Parts(place).Length > 1;

    private static void CopyTo(string path, string target)
    {
        File.Copy(path, target);
        File.SetAttributes(target, File.GetAttributes(target) & ~FileAttributes.ReadOnly);
    }

    /// <summary>
    /// Puts a file into a folder that is a link so far: each folder on the way becomes one of our own, with links to what is in it.
    /// </summary>
    private void PutInside(string place, string path)
    {
        string folder = Folder;
        string[] parts = Parts(place);
        foreach (string part in parts[..^1])
        {
            folder = Path.Combine(folder, part);
            if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: { } target } link)
            {
                link.Delete();
                Directory.CreateDirectory(folder);
                foreach (FileSystemInfo entry in new DirectoryInfo(target).EnumerateFileSystemInfos())
                {
                    _mirror.Put(entry, folder);
                }
            }
            else
            {
                Directory.CreateDirectory(folder);
            }
        }

        string file = Path.Combine(folder, parts[^1]);
        File.Delete(file);
        CopyTo(path, file);
    }

    /// <summary>The name under which a file is written before it takes its place in one step.</summary>
    private static string Coming(string name) => name + ".coming";

    private bool IsOurs(string name) =>
        _ours.Contains(name) && (IsReal(name) || (!_mirror.HasMade(Path.Combine(Folder, name)) && !WasReplaced(name)));

    /// <summary>Whether a link has become a file: a program that writes anew and renames replaces it.</summary>
    private bool WasReplaced(string name) => File.Exists(Path.Combine(Home, name))
        && new FileInfo(Path.Combine(Folder, name)) is { Exists: true, LinkTarget: null } file
        && (_mirror.IsSymbolic || !Mirror.IsAsAtHome(file, Path.Combine(Home, name)));

    private bool IsReal(string name) => File.ReadLines(_note).Skip(2).Contains(name, _disk.Names);

    private static (IReadOnlyList<string> Moved, IReadOnlyList<string> Left, bool Remains) BringHome(
        string folder, string home, Func<string, bool> isOurs, Disk disk)
    {
        var moved = new List<string>();
        var left = new List<string>();
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !isOurs(entry.Name)).ToList())
        {
            try
            {
                if (Move(entry, Path.Combine(home, entry.Name)))
                {
                    moved.Add(Path.Combine(home, entry.Name));
                }
            }
            catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
            {
                // The output folder takes nothing, or no more: it stays where it is, and that is told.
                left.Add(entry.FullName);
            }
        }

        if (left.Count == 0)
        {
            return (moved, left, !disk.TryRemove(folder));
        }

        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !left.Contains(entry.FullName))
            .ToList())
        {
            if (entry is DirectoryInfo { LinkTarget: null } own)
            {
                _ = disk.TryRemove(own.FullName);
            }
            else
            {
                entry.Delete();
            }
        }

        return (moved, left, false);
    }

    /// <returns>Whether there was something to move: what stands for a file at home stays, and goes with the copy.</returns>
    private static bool Move(FileSystemInfo entry, string target)
    {
        if (entry is FileInfo file)
        {
            if (Mirror.IsAsAtHome(file, target))
            {
                return false;
            }

            MoveFile(file, target);
            return true;
        }

        // A folder cannot be moved to another volume, nor onto one that is there by now.
        bool moved = !Directory.Exists(target);
        Directory.CreateDirectory(target);
        foreach (FileSystemInfo inner in ((DirectoryInfo)entry).EnumerateFileSystemInfos().ToList())
        {
            moved |= Move(inner, Path.Combine(target, inner.Name));
        }

        return moved;
    }

    /// <summary>Between volumes a move is a copy, and a full disk ends it half way: only what is whole gets the name.</summary>
    private static void MoveFile(FileInfo file, string target)
    {
        string source = file.FullName;
        string whole = $"{target}.{Guid.NewGuid():N}.moving";
        try
        {
            file.MoveTo(whole);
        }
        catch
        {
            File.Delete(whole);
            throw;
        }

        try
        {
            file.MoveTo(target, overwrite: true);
        }
        catch
        {
            file.MoveTo(source);
            throw;
        }
    }

    /// <summary>What a process left behind that is no more.</summary>
    private static void BringAbandonedHome(string root, Disk disk)
    {
        foreach (string note in Directory.EnumerateFiles(root, $"*{NoteExtension}").ToList())
        {
            try
            {
                string[] lines = File.ReadAllLines(note);
                if (lines.Length < 2 || IsAlive(lines[0]))
                {
                    continue;
                }

                // Who gives it the new name first brings it home.
                string claimed = note + ".ending";
                File.Move(note, claimed);
                string folder = note[..^NoteExtension.Length];
                HashSet<string> real = new(lines.Skip(2), disk.Names);
                bool IsOurs(string name) => real.Contains(name) || new FileInfo(Path.Combine(folder, name)).LinkTarget is not null;
                if (Directory.Exists(folder) && BringHome(folder, lines[1], IsOurs, disk).Remains)
                {
                    File.Move(claimed, note);
                }
                else
                {
                    File.Delete(claimed);
                }
            }
            catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
            {
                // Another process was quicker, or the next one tries again.
            }
        }
    }

    private static string Owner(int id)
    {
        using var process = Process.GetProcessById(id);
        return string.Create(CultureInfo.InvariantCulture, $"{id} {process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond}");
    }

    private static bool IsAlive(string owner)
    {
        try
        {
            // When a process began is reckoned from the clock: two processes see it a second apart, and a number is not given out
            // again so soon.
            long[] noted = [.. owner.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
            long begun = long.Parse(Owner((int)noted[0]).Split(' ')[1], CultureInfo.InvariantCulture);
            return Math.Abs(begun - noted[1]) <= 10;
        }
        catch (Exception thrown) when (thrown is ArgumentException or FormatException or OverflowException or IndexOutOfRangeException
            or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
