namespace TorchTrust.Running.Hosting;

/// <summary>
/// Puts into a folder what another one has: by symbolic links; where the system makes none, by second names of the files in folders of
/// its own; where a file gets none, by a copy of it.
/// </summary>
/// <param name="disk">What makes links.</param>
internal sealed class Mirror(Disk disk)
{
    /// <summary>
    /// What does not fit is a native backend of 490 MB, or a user's data: nobody waits for a copy of these, and no disk has room for one
    /// a run.
    /// </summary>
    private const long MostCopied = 64 << 20;

    private readonly HashSet<string> _folders = new(disk.Names);
    private long _copied;

    /// <summary>Whether all are symbolic links, so that a file which is none was put there by the program.</summary>
    public bool IsSymbolic { get; private set; } = true;

    /// <summary>Whether a folder was made, with what is in it, in the place of a link.</summary>
    /// <param name="folder">Its full path.</param>
    public bool HasMade(string folder) => _folders.Contains(folder);

    /// <summary>Puts a file or folder into a folder, under its own name.</summary>
    /// <param name="entry">What is put there.</param>
    /// <param name="folder">Where.</param>
    /// <exception cref="IOException">There is neither a link to be had nor room for a copy.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes nothing.</exception>
    public void Put(FileSystemInfo entry, string folder)
    {
        string place = Path.Combine(folder, entry.Name);
        if (IsDone(() => disk.LinkSymbolically(entry, place)))
        {
            return;
        }

        IsSymbolic = false;
        if (entry is FileInfo file)
        {
            if (!IsDone(() => disk.LinkHard(file.FullName, place)))
            {
                Copy(file, place);
            }

            return;
        }

        if (entry.LinkTarget is not null)
        {
            // What it leads to may hold it.
            throw new IOException($"No link to {entry.FullName} can be made, which is a link itself.");
        }

        _folders.Add(Directory.CreateDirectory(place).FullName);
        foreach (FileSystemInfo inner in ((DirectoryInfo)entry).EnumerateFileSystemInfos())
        {
            Put(inner, place);
        }
    }

    /// <summary>Whether a file is the one at home, or a copy of it that nobody has written to.</summary>
    /// <param name="file">The file.</param>
    /// <param name="home">The one at home.</param>
    public static bool IsAsAtHome(FileInfo file, string home) => new FileInfo(home) is { Exists: true } other
        && other.Length == file.Length && other.LastWriteTimeUtc == file.LastWriteTimeUtc;

    private void Copy(FileInfo file, string place)
    {
        _copied += file.Length;
        if (_copied > MostCopied)
        {
            throw new IOException(
                $"No link to {file.FullName} can be made in {Path.GetDirectoryName(place)}, and it is too large to copy.");
        }

        file.CopyTo(place);
    }

    private static bool IsDone(Action link)
    {
        try
        {
            link();
            return true;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
