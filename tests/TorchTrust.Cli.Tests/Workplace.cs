namespace TorchTrust.Cli.Tests;

/// <summary>A folder of a test's own, deleted at its end.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("torchtrust-cli-").FullName;

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Reads a run from a file.</summary>
    public TrustRun Run(string name) => TrustRun.FromJson(File.ReadAllText(this[name]));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
