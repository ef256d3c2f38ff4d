using MnistVae.Logging;

namespace MnistVae.Checkpoints;

/// <summary>
/// The checkpoints of one run: the last one and the best one, each in a file that is replaced as a whole.
/// </summary>
/// <param name="folder">The folder; made when the first checkpoint is written.</param>
public sealed class CheckpointStore(string folder)
{
    /// <summary>The file of the last checkpoint.</summary>
    public string LastPath { get; } = Path.Combine(folder, "last.safetensors");

    /// <summary>The file of the checkpoint with the lowest loss of an evaluation.</summary>
    public string BestPath { get; } = Path.Combine(folder, "best.safetensors");

    /// <summary>Whether there is a last checkpoint.</summary>
    public bool HasLast => File.Exists(LastPath);

    /// <summary>Writes the last checkpoint, and the best one too if it is.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="isBest">Whether no evaluation before had a lower loss.</param>
    /// <exception cref="OutputFileException">
    /// A file cannot be written; the checkpoint from before still stands.
    /// </exception>
    public void Save(Checkpoint checkpoint, bool isBest)
    {
        CheckpointFile.Write(LastPath, checkpoint);
        if (isBest)
        {
            AtomicFile.Copy(LastPath, BestPath);
        }
    }

    /// <summary>Whether a file is one of this folder's checkpoints.</summary>
    /// <param name="path">The file.</param>
    public bool Holds(string path)
        => Path.GetFullPath(path) is { } full
            && (full == Path.GetFullPath(LastPath) || full == Path.GetFullPath(BestPath));

    /// <summary>Refuses a folder that has checkpoints.</summary>
    /// <exception cref="CheckpointException">The folder has one.</exception>
    public void RequireEmpty()
    {
        if (new[] { LastPath, BestPath }.FirstOrDefault(File.Exists) is { } existing)
        {
            throw new CheckpointException(
                existing,
                "it is of an earlier run, and would be replaced. Resume from it, or choose another folder.");
        }
    }
}
