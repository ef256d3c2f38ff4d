namespace MnistVae.Checkpoints;

/// <summary>A checkpoint is damaged, or belongs to something else. Nothing was loaded from it.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <param name="reason">What is wrong with it, and what to do.</param>
    /// <param name="innerException">What led here.</param>
    public CheckpointException(string path, string reason, Exception? innerException = null)
        : base($"The checkpoint '{path}' is refused: {reason}", innerException)
        => Path = path;

    /// <summary>The checkpoint's file.</summary>
    public string Path { get; }
}
