using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using MnistVae.Checkpoints;
using MnistVae.Logging;
using MnistVae.Tests.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Checkpoints;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Checkpoint _checkpoint = new(
        new CheckpointManifest
        {
            Model = "Tiny",
            InputShape = [1, 2, 3],
            LatentSize = 4,
            Step = 5,
            Epoch = 6,
            Batch = 7,
            BestLoss = 0.1,
            Settings = new Dictionary<string, string> { ["seed"] = "8" },
        },
        new SortedDictionary<string, Tensor>
        {
            ["floats"] = tensor(new[] { 1f, -0f, float.Epsilon, float.NaN, float.NegativeInfinity, 1 / 3f }, [2, 3]),
            ["bytes"] = tensor(new byte[] { 0, 255, 3 }),
            ["number"] = tensor(long.MaxValue),
            ["doubles"] = tensor(new[] { Math.PI }),
        });

    private string Target => _folder.File("checkpoint.safetensors");

    public void Dispose()
    {
        _checkpoint.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_bit_is_read_back()
    {
        CheckpointFile.Write(Target, _checkpoint);

        using Checkpoint read = CheckpointFile.Read(Target);

        Assert.Equivalent(_checkpoint.Manifest, read.Manifest, strict: true);
        Assert.Equal(_checkpoint.Tensors.Keys, read.Tensors.Keys);
        Assert.All(read.Tensors, named =>
        {
            Tensor written = _checkpoint.Tensors[named.Key];
            Assert.Equal(written.dtype, named.Value.dtype);
            Assert.Equal(written.shape, named.Value.shape);
            Assert.True(written.bytes.SequenceEqual(named.Value.bytes), named.Key);
        });
    }

    /// <summary>Parses the file by the definition of the format, so that other tools can read it.</summary>
    [Fact]
    public void The_file_is_a_safetensors_file_that_ends_with_its_hash()
    {
        CheckpointFile.Write(Target, _checkpoint);
        byte[] bytes = File.ReadAllBytes(Target);
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8..start));

        long end = 0;
        foreach (JsonProperty entry in header.RootElement.EnumerateObject().Skip(1))
        {
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            Assert.Equal(end, offsets[0].GetInt64());
            end = offsets[1].GetInt64();
        }

        Assert.All(
            header.RootElement.GetProperty("__metadata__").EnumerateObject(),
            entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind));
        Assert.Equal("F32", header.RootElement.GetProperty("floats").GetProperty("dtype").GetString());
        Assert.Equal(bytes.Length, start + end);
        Assert.Equal(SHA256.HashData(bytes.AsSpan(..^32)), bytes[^32..]);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        CheckpointFile.Write(Target, _checkpoint);
        byte[] bytes = File.ReadAllBytes(Target);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 4;
            File.WriteAllBytes(Target, bytes);
            Assert.Contains(Target, Refusal(), StringComparison.Ordinal);
            bytes[i] ^= 4;
        }
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_with_its_length()
    {
        CheckpointFile.Write(Target, _checkpoint);
        byte[] bytes = File.ReadAllBytes(Target);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Target, bytes[..length]);
            Assert.Contains($" {length} bytes", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_with_something_after_its_end_is_refused()
    {
        CheckpointFile.Write(Target, _checkpoint);
        File.AppendAllText(Target, "!");

        Assert.Contains("SHA-256", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004, a file of another kind that is longer than any header could be")]
    [InlineData("")]
    public void A_file_of_another_kind_is_refused(string content)
    {
        File.WriteAllText(Target, content);

        Assert.Contains("no checkpoint", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_safetensors_file_of_another_program_is_refused()
    {
        byte[] header = "{\"__metadata__\":{\"format\":\"pt\"}}"u8.ToArray();
        byte[] content = new byte[8 + header.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, header.Length);
        header.CopyTo(content, 8);
        File.WriteAllBytes(Target, [.. content, .. SHA256.HashData(content)]);

        Assert.Contains("its format is 'pt'", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_refused()
        => Assert.Contains("cannot be read", Refusal(), StringComparison.Ordinal);

    [Fact]
    public void A_file_replaces_the_one_before_and_leaves_no_part()
    {
        File.WriteAllText(Target, "old");
        File.WriteAllText(Target + AtomicFile.PartialSuffix, "left by a process that was killed");

        CheckpointFile.Write(Target, _checkpoint);

        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
        CheckpointFile.Read(Target).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder.File("file"), "");
        string path = Path.Combine(_folder.File("file"), "checkpoints", "last.safetensors");

        var exception = Assert.Throws<OutputFileException>(() => CheckpointFile.Write(path, _checkpoint));

        Assert.Equal(path, exception.Path);
        Assert.Equal([_folder.File("file")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_part()
    {
        const string Full = "/dev/full";
        Assert.SkipUnless(File.Exists(Full), $"There is no {Full} here.");
        CheckpointFile.Write(Target, _checkpoint);
        byte[] before = File.ReadAllBytes(Target);
        File.CreateSymbolicLink(Target + AtomicFile.PartialSuffix, Full);

        var exception = Assert.Throws<OutputFileException>(() => CheckpointFile.Write(Target, _checkpoint));

        Assert.Equal(Target, exception.Path);
        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    private string Refusal() => Assert.Throws<CheckpointException>(() => CheckpointFile.Read(Target)).Message;
}
