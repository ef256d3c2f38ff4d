using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>The images and labels of one pair of files, as read.</summary>
/// <param name="Pixels">Grey values <c>[N, 28, 28]</c>, uint8.</param>
/// <param name="Labels">Class labels <c>[N]</c>, uint8 from 0 to 9.</param>
internal sealed record MnistFiles(Tensor Pixels, Tensor Labels)
{
    /// <summary>Height and width of an image in a file.</summary>
    public const long ImageSize = 28;

    private const byte LastLabel = 9;

    /// <summary>Reads and checks the two files of one part.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="prefix">The start of the files' names: <c>train</c> or <c>t10k</c>.</param>
    /// <exception cref="DataFileException">A file is missing, damaged, or does not go with the other.</exception>
    public static MnistFiles Read(string folder, string prefix)
    {
        using var scope = NewDisposeScope();
        string imagePath = Find(folder, $"{prefix}-images-idx3-ubyte");
        string labelPath = Find(folder, $"{prefix}-labels-idx1-ubyte");
        Tensor pixels = IdxReader.Read(imagePath, rank: 3);
        Tensor labels = IdxReader.Read(labelPath, rank: 1);
        CheckImageSize(imagePath, pixels);
        CheckLabels(labelPath, labels);
        if (labels.shape[0] != pixels.shape[0])
        {
            throw new DataFileException(
                labelPath, $"{pixels.shape[0]} labels, one for each image of {imagePath}", $"{labels.shape[0]}");
        }

        return new MnistFiles(pixels.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    /// <summary>The raw file if there is one, else the gzipped one.</summary>
    private static string Find(string folder, string name)
    {
        string raw = Path.Combine(folder, name);
        string zipped = raw + ".gz";
        if (File.Exists(raw))
        {
            return raw;
        }

        if (File.Exists(zipped))
        {
            return zipped;
        }

        throw new DataFileException(raw, $"this file, or {name}.gz beside it", Contents(folder));
    }

    private static string Contents(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return "no such folder";
        }

        string[] names = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order().Take(12)!];
        return names.Length == 0 ? "an empty folder" : $"only {string.Join(", ", names)}";
    }

    private static void CheckImageSize(string path, Tensor pixels)
    {
        if (pixels.shape is not [_, ImageSize, ImageSize])
        {
            throw new DataFileException(
                path, $"images of {ImageSize} x {ImageSize} pixels", $"{pixels.shape[1]} x {pixels.shape[2]}");
        }
    }

    private static void CheckLabels(string path, Tensor labels)
    {
        ReadOnlySpan<byte> values = labels.bytes;
        int position = values.IndexOfAnyExceptInRange((byte)0, LastLabel);
        if (position >= 0)
        {
            throw new DataFileException(
                path, $"labels from 0 to {LastLabel}", $"{values[position]} as label {position}");
        }
    }
}
