using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using MnistVae.Logging;
using MnistVae.Tests.Training;
using Tensorboard;

namespace MnistVae.Tests.Logging;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        Event[] events = [.. EventFileReader.Read(WriteFile())];

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal([7, 8, 9], events[1..].Select(read => read.Step));
        Assert.Equal(
            [("train/loss", 1.5f), ("train/recon_loss", -2f)],
            events[1].Summary.Value.Select(value => (value.Tag, value.SimpleValue)));
        Summary.Types.Image image = events[3].Summary.Value.Single().Image;
        Assert.Equal((2, 3, 1), (image.Width, image.Height, image.Colorspace));
        Assert.Equal([1, 2, 3], image.EncodedImageString.ToByteArray());
    }

    /// <summary>Parses the bytes by the format's definition, with the checksum of the processor.</summary>
    [Fact]
    public void Records_are_framed_as_the_format_says()
    {
        byte[] bytes = File.ReadAllBytes(WriteFile());
        int records = 0;
        for (int position = 0; position < bytes.Length; records++)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(position));
            Assert.Equal(MaskedCrc(bytes.AsSpan(position, 8)), Stored(position + 8));
            Assert.Equal(MaskedCrc(bytes.AsSpan(position + 12, length)), Stored(position + 12 + length));
            position += 16 + length;
        }

        Assert.Equal(4, records);

        uint Stored(int position) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));
    }

    /// <summary>
    /// The check value of CRC-32C, which RFC 3720 defines: 0xe3069283 for these nine digits.
    /// </summary>
    [Fact]
    public void The_checksum_is_a_masked_crc_32c()
    {
        const uint Rotated = (0xe3069283 >> 15) | unchecked(0xe3069283 << 17);

        Assert.Equal(unchecked(Rotated + 0xa282ead8), EventRecord.Checksum(Encoding.ASCII.GetBytes("123456789")));
    }

    [Fact]
    public void The_wall_time_is_in_seconds()
    {
        var clock = new ManualClock();
        using var writer = new EventFileWriter(_folder.Path, clock);
        clock.Advance(1.5);
        writer.WriteScalars(1, new Metric("loss", 1));
        writer.Flush();

        double begun = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal([begun, begun + 1.5], EventFileReader.Read(writer.Path).Select(read => read.WallTime));
    }

    [Fact]
    public void Each_writer_makes_a_file_of_its_own()
    {
        string first = WriteFile();
        byte[] content = File.ReadAllBytes(first);
        string second = WriteFile();

        Assert.NotEqual(first, second);
        Assert.Equal(content, File.ReadAllBytes(first));
        Assert.All([first, second], path => Assert.StartsWith(
            "events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_can_be_read_while_it_is_written()
    {
        using var writer = new EventFileWriter(_folder.Path);
        writer.WriteScalars(1, new Metric("loss", 1));

        Assert.Equal(2, EventFileReader.Read(writer.Path).Count());
    }

    [Fact]
    public void A_torn_tail_ends_the_file_at_the_last_whole_record()
    {
        string path = WriteFile();
        byte[] bytes = File.ReadAllBytes(path);
        int lastRecord = bytes.Length - EventRecord.Encode(EventFileReader.Read(path).Last()).Length;
        for (int length = lastRecord; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Equal(3, EventFileReader.Read(path).Count());
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        string path = WriteFile();
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(path, bytes);
            Assert.Contains(
                "has the checksum",
                Assert.Throws<InvalidDataException>(() => EventFileReader.Read(path).Count()).Message,
                StringComparison.Ordinal);
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");

        var exception = Assert.Throws<OutputFileException>(() => new EventFileWriter(Path.Combine(file, "run")));

        Assert.StartsWith(Path.Combine(file, "run"), exception.Path, StringComparison.Ordinal);
        Assert.Contains(exception.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_named()
    {
        const string Full = "/dev/full";
        Assert.SkipUnless(File.Exists(Full), $"There is no {Full} here.");

        using var writer = new EventFileWriter(
            new FileStream(Full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
            TimeProvider.System);

        var exception = Assert.Throws<OutputFileException>(() => writer.WriteScalars(1, new Metric("loss", 1)));

        Assert.Equal(Full, exception.Path);
        Assert.Contains("Free space", exception.Message, StringComparison.Ordinal);
    }

    private string WriteFile()
    {
        using var writer = new EventFileWriter(_folder.Path);
        writer.WriteScalars(7, new Metric("train/loss", 1.5), new Metric("train/recon_loss", -2));
        writer.WriteScalars(8, new Metric("test/loss", 0.25));
        writer.WriteImage(9, "test/images", new PngImage(2, 3, 1, new byte[] { 1, 2, 3 }));
        writer.Flush();
        return writer.Path;
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        crc = ~crc;
        return unchecked(BitOperations.RotateRight(crc, 15) + 0xa282ead8);
    }
}
