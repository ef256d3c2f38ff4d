using System.Buffers.Binary;
using System.IO.Compression;
using MnistVae.Data;

namespace MnistVae.Tests.Run;

/// <summary>The first images of MNIST as a data folder of its own, which is read in no time.</summary>
internal static class SmallMnist
{
    private const int ImageHeader = 16;
    private const int ImageBytes = 28 * 28;
    private const int LabelHeader = 8;

    public static void Write(string folder, int trainCount, int testCount)
    {
        Directory.CreateDirectory(folder);
        foreach ((string prefix, int count) in new[] { ("train", trainCount), ("t10k", testCount) })
        {
            Cut(folder, $"{prefix}-images-idx3-ubyte", ImageHeader, ImageBytes, count);
            Cut(folder, $"{prefix}-labels-idx1-ubyte", LabelHeader, 1, count);
        }
    }

    private static void Cut(string folder, string name, int headerSize, int itemSize, int count)
    {
        byte[] bytes = new byte[headerSize + (count * itemSize)];
        using FileStream file = File.OpenRead(Path.Combine(MnistData.DefaultFolder, name + ".gz"));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        content.ReadExactly(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), count);
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }
}
