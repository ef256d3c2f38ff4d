using System.Buffers.Binary;
using Tensorboard;

namespace MnistVae.Logging;

/// <summary>Reads event files.</summary>
public static class EventFileReader
{
    /// <summary>
    /// Gives the events of a file. A last record that is cut off ends the file, as it does for TensorBoard: its writer
    /// may still be at work, or was stopped while it wrote.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A record does not match its checksum.</exception>
    public static IEnumerable<Event> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] header = new byte[EventRecord.HeaderSize];
        byte[] checksum = new byte[EventRecord.ChecksumSize];
        while (true)
        {
            long offset = stream.Position;
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                yield break;
            }

            long length = BinaryPrimitives.ReadInt64LittleEndian(header);
            Require(path, offset, EventRecord.Checksum(length), header.AsSpan(sizeof(long)));
            if (stream.Length - stream.Position < length + checksum.Length)
            {
                yield break;
            }

            byte[] payload = new byte[length];
            stream.ReadExactly(payload);
            stream.ReadExactly(checksum);
            Require(path, offset, EventRecord.Checksum(payload), checksum);
            yield return Event.Parser.ParseFrom(payload);
        }
    }

    private static void Require(string path, long offset, uint computed, ReadOnlySpan<byte> stored)
    {
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(stored);
        if (computed != expected)
        {
            throw new InvalidDataException(
                $"The record at byte {offset} of '{path}' has the checksum {computed:x8}; {expected:x8} is stored. "
                    + "The file is damaged, or no event file.");
        }
    }
}
