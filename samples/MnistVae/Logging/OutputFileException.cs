namespace MnistVae.Logging;

/// <summary>
/// A file of a run cannot be written: the disk is full, the folder is missing or may not be written to.
/// </summary>
public sealed class OutputFileException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="innerException">What the system said.</param>
    public OutputFileException(string path, Exception innerException)
        : base(
            $"Cannot write '{path}': {innerException.Message} Free space on its disk, or choose a folder that can be "
                + "written to.",
            innerException)
        => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Runs an action on a file, and names the file if the system refuses.</summary>
    /// <param name="path">The file or folder that is written.</param>
    /// <param name="action">What writes it.</param>
    /// <exception cref="OutputFileException">The system refused.</exception>
    internal static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (
            exception is IOException and not OutputFileException or UnauthorizedAccessException)
        {
            throw new OutputFileException(path, exception);
        }
    }
}
