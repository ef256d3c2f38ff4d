using System.Buffers.Binary;
using Google.Protobuf;
using Tensorboard;
using TorchSharp.Utils;

namespace MnistVae.Logging;

/// <summary>
/// The framing of an event file, TensorFlow's TFRecord: the length as eight bytes, its checksum as four, the event, its
/// checksum as four, all little endian. A checksum is a CRC-32C, rotated and shifted so that a checksum over data that
/// holds checksums stays sound.
/// </summary>
internal static class EventRecord
{
    /// <summary>The number of bytes before the event.</summary>
    public const int HeaderSize = sizeof(long) + ChecksumSize;

    /// <summary>The number of bytes of a checksum.</summary>
    public const int ChecksumSize = sizeof(uint);

    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Gives the bytes of a whole record.</summary>
    public static byte[] Encode(Event content)
    {
        byte[] payload = content.ToByteArray();
        byte[] record = new byte[HeaderSize + payload.Length + ChecksumSize];
        BinaryPrimitives.WriteInt64LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Checksum(payload.LongLength));
        payload.CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderSize + payload.Length), Checksum(payload));
        return record;
    }

    /// <summary>The masked CRC-32C of bytes.</summary>
    public static uint Checksum(byte[] bytes) => Mask(CRC32C.process(bytes));

    /// <summary>The masked CRC-32C of a length as eight little-endian bytes.</summary>
    public static uint Checksum(long length)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return Checksum(bytes);
    }

    private static uint Mask(uint checksum) => ((checksum >> 15) | (checksum << 17)) + MaskDelta;
}
