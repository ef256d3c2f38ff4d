using MnistVae.Logging;

namespace MnistVae.Checkpoints;

/// <summary>Writes whole files: under their name stands the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>What the name of a file that is being written ends with.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Copies a file in the same way.</summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="path">Where the copy will stand; the folder is there.</param>
    /// <exception cref="OutputFileException">The copy cannot be written.</exception>
    public static void Copy(string source, string path) => Write(path, stream =>
    {
        using FileStream from = File.OpenRead(source);
        from.CopyTo(stream);
    });

    /// <summary>
    /// Writes a file beside its place, brings it to the disk, and renames it. If anything fails, the part that was
    /// written is removed and the old file stays.
    /// </summary>
    /// <param name="path">The file; its folder is made if it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="OutputFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = path + PartialSuffix;
        OutputFileException.Guard(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            try
            {
                using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(partial, path, overwrite: true);
                return true;
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        });
    }
}
