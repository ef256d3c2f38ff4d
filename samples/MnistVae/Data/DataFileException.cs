namespace MnistVae.Data;

/// <summary>A file of a data set is missing or is not what it should be.</summary>
/// <param name="path">The file.</param>
/// <param name="expected">What should have been there.</param>
/// <param name="found">What is there.</param>
/// <param name="innerException">What lies behind it, if anything.</param>
public sealed class DataFileException(string path, string expected, string found, Exception? innerException = null)
    : IOException($"{path}: expected {expected}, found {found}.", innerException)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What should have been there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;
}
