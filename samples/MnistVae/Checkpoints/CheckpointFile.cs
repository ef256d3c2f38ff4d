using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistVae.Logging;
using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>
/// Reads and writes checkpoints as safetensors files, which other tools can open: eight bytes with the length of the
/// header, the header as JSON, the bytes of the tensors. The last tensor, <c>sha256</c>, is the SHA-256 of every byte
/// before it, so that damage anywhere is found.
/// </summary>
/// <remarks>
/// The manifest stands under <c>__metadata__</c>. Format: https://huggingface.co/docs/safetensors. No object is ever
/// created by what a file says: it holds numbers and text only.
/// </remarks>
public static class CheckpointFile
{
    private const string Format = "mnist-vae-checkpoint";
    private const string Version = "1";
    private const string Metadata = "__metadata__";
    private const string HashName = "sha256";
    private const int Alignment = 64;

    /// <summary>Writes a checkpoint beside its place and renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="OutputFileException">
    /// The file cannot be written; what stood there before still stands.
    /// </exception>
    public static void Write(string path, Checkpoint checkpoint) => AtomicFile.Write(path, stream =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = BuildHeader(checkpoint);
        Append(header);
        foreach (Tensor tensor in checkpoint.Tensors.Values)
        {
            Append(tensor.bytes);
        }

        stream.Write(hash.GetCurrentHash());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    });

    /// <summary>Reads a checkpoint, whole, and verifies its hash.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">
    /// The file is missing, damaged, or no checkpoint of this program.
    /// </exception>
    public static Checkpoint Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        int dataStart = FindDataStart(path, bytes);
        RequireHash(path, bytes);
        try
        {
            JsonObject header = JsonNode.Parse(bytes.AsSpan(sizeof(long)..dataStart))!.AsObject();
            CheckpointManifest manifest = ReadManifest(path, header);
            return new Checkpoint(manifest, ReadTensors(path, header, bytes.AsSpan(dataStart)));
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CheckpointException(path, "its header cannot be read; it is no checkpoint.", exception);
        }
    }

    private static byte[] BuildHeader(Checkpoint checkpoint)
    {
        var header = new Dictionary<string, object>
        {
            [Metadata] = new Dictionary<string, string>
            {
                ["format"] = Format,
                ["version"] = Version,
                ["manifest"] = JsonSerializer.Serialize(checkpoint.Manifest),
            },
        };
        long offset = 0;
        foreach ((string name, Tensor tensor) in checkpoint.Tensors)
        {
            var entry = TensorEntry.Of(tensor, offset);
            header[name] = entry;
            offset = entry.Offsets[1];
        }

        header[HashName] = new TensorEntry("U8", [SHA256.HashSizeInBytes], [offset, offset + SHA256.HashSizeInBytes]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);

        // Spaces after the JSON, as the format allows, so that the tensors begin at a multiple of the alignment.
        int start = (sizeof(long) + json.Length + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[start];
        bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(bytes, start - sizeof(long));
        json.CopyTo(bytes, sizeof(long));
        return bytes;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"it cannot be read. {exception.Message}", exception);
        }
    }

    private static int FindDataStart(string path, byte[] bytes)
    {
        long length = bytes.Length < sizeof(long) ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (length < 2 || length > bytes.Length - sizeof(long) - SHA256.HashSizeInBytes || bytes[sizeof(long)] != '{')
        {
            throw new CheckpointException(
                path, $"its {bytes.Length} bytes are no checkpoint, or the rest of one that was cut off.");
        }

        return sizeof(long) + (int)length;
    }

    private static void RequireHash(string path, byte[] bytes)
    {
        ReadOnlySpan<byte> stored = bytes.AsSpan(^SHA256.HashSizeInBytes..);
        ReadOnlySpan<byte> computed = SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes));
        if (!stored.SequenceEqual(computed))
        {
            throw new CheckpointException(
                path,
                $"the SHA-256 of its {bytes.Length} bytes is {Convert.ToHexStringLower(computed)}, but it should end "
                    + $"with that and ends with {Convert.ToHexStringLower(stored)}. It is damaged, cut off, or no "
                    + "checkpoint of this program; use another one.");
        }
    }

    private static CheckpointManifest ReadManifest(string path, JsonObject header)
    {
        JsonNode? metadata = header[Metadata];
        string? format = (string?)metadata?["format"];
        string? version = (string?)metadata?["version"];
        if (format != Format || version != Version)
        {
            throw new CheckpointException(
                path,
                $"its format is '{format}' version '{version}'; this program reads '{Format}' version '{Version}'.");
        }

        return JsonSerializer.Deserialize<CheckpointManifest>((string)metadata!["manifest"]!)!;
    }

    private static SortedDictionary<string, Tensor> ReadTensors(string path, JsonObject header, ReadOnlySpan<byte> data)
    {
        using var scope = NewDisposeScope();
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? node) in header)
        {
            if (name is Metadata or HashName)
            {
                continue;
            }

            TensorEntry entry = node.Deserialize<TensorEntry>()!;
            if (entry.ValueType is not { } type)
            {
                throw new CheckpointException(path, $"the type '{entry.DType}' of its tensor '{name}' is not known.");
            }

            Tensor tensor = empty([.. entry.Shape], type);
            data[(int)entry.Offsets[0]..(int)entry.Offsets[1]].CopyTo(tensor.bytes);
            tensors.Add(name, tensor);
        }

        foreach (Tensor tensor in tensors.Values)
        {
            tensor.DetachFromDisposeScope();
        }

        return tensors;
    }
}
