using System.Diagnostics;

namespace TorchTrust.Weaving.Tests;

/// <summary>
/// A file system of a test's own, as small or as closed as it wants. Mounting one is for administrators of Linux: for others, and
/// on other systems, the test is skipped, which says why.
/// </summary>
internal sealed class OwnVolume : IDisposable
{
    private readonly bool _isTemporary;

    private OwnVolume(string folder, bool isTemporary)
    {
        Folder = folder;
        _isTemporary = isTemporary;
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>An empty volume.</summary>
    /// <param name="bytes">How much it holds.</param>
    public static OwnVolume Of(long bytes)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-volume-").FullName;
        var volume = new OwnVolume(folder, isTemporary: true);
        Mount("-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", folder);
        return volume;
    }

    /// <summary>A folder that nobody can write to, not even an administrator, until this is disposed.</summary>
    /// <param name="folder">The folder.</param>
    public static OwnVolume ReadOnly(string folder)
    {
        string path = Path.TrimEndingDirectorySeparator(folder);
        var volume = new OwnVolume(path, isTemporary: false);
        Mount("--bind", path, path);
        volume.Close();
        return volume;
    }

    /// <summary>Lets nobody write any more.</summary>
    public void Close() => Mount(_isTemporary ? ["-o", "remount,ro", Folder] : ["-o", "remount,ro,bind", Folder]);

    /// <summary>Fills it to the last byte.</summary>
    /// <returns>The file that takes the room.</returns>
    public string Fill()
    {
        string path = Path.Combine(Folder, "everything");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Now it is full.
            return path;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", "-l", Folder);
        if (_isTemporary)
        {
            Directory.Delete(Folder);
        }
    }

    private static void Mount(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || Run("mount", arguments) != 0)
        {
            Assert.Skip("A file system of one's own is had on Linux, as an administrator.");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
