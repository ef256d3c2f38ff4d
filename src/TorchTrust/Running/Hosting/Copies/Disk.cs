using System.Runtime.InteropServices;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// What file systems differ in: links, names, and taking away what is in use. The border at which a test pretends another one.
/// </summary>
internal partial class Disk
{
    /// <summary>As this machine has it.</summary>
    public static Disk OfThisMachine { get; } = new();

    /// <summary>Which names are those of one file. Windows and macOS take no notice of case, unless a volume is made to.</summary>
    public virtual StringComparer Names => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Makes a symbolic link. Windows asks for a right to (developer mode, or an administrator).</summary>
    /// <param name="entry">The file or folder.</param>
    /// <param name="link">The link.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public virtual void LinkSymbolically(FileSystemInfo entry, string link) =>
        _ = entry is DirectoryInfo ? Directory.CreateSymbolicLink(link, entry.FullName) : File.CreateSymbolicLink(link, entry.FullName);

    /// <summary>Gives a file a second name, which is had on its own volume alone.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The second name.</param>
    /// <exception cref="IOException">It cannot be given.</exception>
    public virtual void LinkHard(string file, string name)
    {
        if (OperatingSystem.IsWindows() ? !CreateHardLink(name, file, 0) : Link(file, name) != 0)
        {
            throw new IOException($"{file} gets no second name at {name}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Removes a folder with all that is in it. Windows removes no file that a process has loaded.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">Something in it is in use.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, or it is somebody else's.</exception>
    public virtual void Remove(string folder) => Directory.Delete(folder, recursive: true);

    /// <summary>Removes a folder, or leaves in it what cannot be removed.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Whether it is gone.</returns>
    public bool TryRemove(string folder)
    {
        try
        {
            Remove(folder);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process was quicker.
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint attributes);
}
