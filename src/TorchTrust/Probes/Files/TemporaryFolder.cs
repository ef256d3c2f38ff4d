namespace TorchTrust.Probes;

/// <summary>A folder for files of a check, removed on dispose.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>The path.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("torchtrust-").FullName;

    /// <summary>An empty folder in it, and the path of a file in that, which does not exist yet.</summary>
    public string NewFile() =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Root, Path.GetRandomFileName())).FullName, "model.dat");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
