using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistVae.Tests.Data;

/// <summary>Writes small data sets as IDX files, whole ones and such as can be broken.</summary>
internal static class IdxFiles
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    public const int TrainCount = 12;
    public const int TestCount = 7;

    /// <summary>An IDX file of bytes: its header with any magic number and sizes, then any data.</summary>
    public static byte[] Idx(uint magic, uint[] sizes, byte[] data)
    {
        byte[] file = new byte[4 + (4 * sizes.Length) + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), sizes[i]);
        }

        data.CopyTo(file, 4 + (4 * sizes.Length));
        return file;
    }

    public static byte[] Images(int count, int rows = 28, int columns = 28, int seed = 0) =>
        Idx(0x00000803, [(uint)count, (uint)rows, (uint)columns], Noise(count * rows * columns, seed));

    public static byte[] Labels(int count) =>
        Idx(0x00000801, [(uint)count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    public static byte[] Gzip(byte[] data)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    /// <summary>Writes a whole data set of 12 training and 7 test images of noise.</summary>
    public static void WriteAll(TempFolder folder, bool gzip = false)
    {
        Write(folder, TrainImages, Images(TrainCount, seed: 1), gzip);
        Write(folder, TrainLabels, Labels(TrainCount), gzip);
        Write(folder, TestImages, Images(TestCount, seed: 2), gzip);
        Write(folder, TestLabels, Labels(TestCount), gzip);
    }

    public static string Write(TempFolder folder, string name, byte[] data, bool gzip = false)
    {
        string path = folder.File(gzip ? name + ".gz" : name);
        File.WriteAllBytes(path, gzip ? Gzip(data) : data);
        return path;
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
