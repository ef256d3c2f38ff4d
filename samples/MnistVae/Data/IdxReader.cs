using System.Buffers.Binary;
using System.IO.Compression;
using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>
/// Reads an IDX file of unsigned bytes, gzipped or raw: big-endian, a magic number <c>0x000008RR</c> with the number of
/// dimensions RR, each dimension's size in four bytes, then the bytes.
/// </summary>
/// <remarks>
/// Whether a file is gzipped is seen from its first bytes, not from its name, since download tools unpack files and
/// keep their names. The format: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
/// </remarks>
internal sealed class IdxReader : IDisposable
{
    private const uint MagicOfBytes = 0x00000800;

    private readonly string _path;
    private readonly PaddedStream _file;
    private readonly Stream _stream;
    private readonly bool _isGzip;
    private long _bytesRead;

    private IdxReader(string path, FileStream file)
    {
        _path = path;
        _isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        _file = new PaddedStream(file);
        _stream = _isGzip ? new GZipStream(_file, CompressionMode.Decompress) : _file;
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions: 3 for images, 1 for labels.</param>
    /// <returns>The bytes, uint8, in memory of the native allocator, of the file's dimensions.</returns>
    /// <exception cref="DataFileException">The file is not an intact IDX file of that rank.</exception>
    public static Tensor Read(string path, int rank)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using IdxReader reader = new(path, file);
            return reader.Read(rank);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFileException(path, "an IDX file", "no such file", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private Tensor Read(int rank)
    {
        long[] shape = ReadHeader(rank);
        long length = 1;
        foreach (long size in shape)
        {
            // A product of sizes below 2³² cannot overflow here, since it stays below 2³¹ after each step.
            length *= size;
            if (length is < 1 or > int.MaxValue)
            {
                throw Unexpected("sizes of 1 or more with a product below 2147483648", $"sizes {Describe(shape)}");
            }
        }

        Tensor values = empty(shape, dtype: ScalarType.Byte, device: CPU);
        try
        {
            int found = Fill(values.bytes);
            if (found < length)
            {
                throw Unexpected($"{length} bytes of data for sizes {Describe(shape)}", $"only {found}");
            }

            // Reading on to the end also makes the gzip decoder compare its checksum.
            Span<byte> rest = stackalloc byte[1];
            if (_isGzip)
            {
                _file.PadEnd();
            }

            if (Fill(rest) > 0)
            {
                throw Unexpected($"{length} bytes of data for sizes {Describe(shape)}", "more");
            }

            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    private long[] ReadHeader(int rank)
    {
        Span<byte> header = stackalloc byte[4 + (4 * rank)];
        int found = Fill(header);
        if (found < 4)
        {
            throw Unexpected($"a header of {header.Length} bytes", found == 0 ? "an empty file" : $"{found} bytes");
        }

        uint expectedMagic = MagicOfBytes + (uint)rank;
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != expectedMagic)
        {
            throw Unexpected(
                $"magic number 0x{expectedMagic:X8} ({Kind(expectedMagic)})", $"0x{magic:X8} ({Kind(magic)})");
        }

        if (found < header.Length)
        {
            throw Unexpected($"a header of {header.Length} bytes", $"{found} bytes");
        }

        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            shape[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * i))..]);
        }

        return shape;
    }

    /// <summary>Reads until the buffer is full or the file ends, and says how many bytes there were.</summary>
    private int Fill(Span<byte> buffer)
    {
        try
        {
            int read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            _bytesRead += read;
            return read;
        }
        catch (InvalidDataException exception)
        {
            throw new DataFileException(
                _path,
                "intact gzip data",
                $"damage after {_bytesRead} bytes or more of the unpacked data ({exception.Message})",
                exception);
        }
    }

    private DataFileException Unexpected(string expected, string found) =>
        new(_path, expected, _isGzip ? $"{found} (in the unpacked data)" : found);

    private static string Kind(uint magic) => magic switch
    {
        0x00000801 => "labels",
        0x00000803 => "images",
        _ => "neither images nor labels",
    };

    private static string Describe(long[] shape) => $"[{string.Join(", ", shape)}]";
}
