using System.Buffers.Binary;
using Tensorboard;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Reads back, when it is disposed, the scalars that a loop has written to event files of TensorBoard since, as a
/// <c>SummaryWriter</c> does.
/// </summary>
/// <remarks>
/// A record is eight bytes of length, four of checksum, the event, four of checksum. One that is cut off ends its file: the
/// writer may still hold the rest.
/// </remarks>
internal sealed class EventFileWatch : IDisposable
{
    private const int HeaderSize = sizeof(long) + ChecksumSize;
    private const int ChecksumSize = sizeof(uint);

    private readonly string _folder;
    private readonly ScalarRecorder _record;
    private readonly Dictionary<string, long> _lengths;

    /// <summary>Remembers how long the files of a folder are now.</summary>
    /// <param name="folder">The folder; files below it count, too.</param>
    /// <param name="record">Told each scalar.</param>
    public EventFileWatch(string folder, ScalarRecorder record)
    {
        _folder = folder;
        _record = record;
        _lengths = Files().ToDictionary(path => path, path => new FileInfo(path).Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string path in Files())
        {
            Read(path, _lengths.GetValueOrDefault(path));
        }
    }

    private IEnumerable<string> Files() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, "*tfevents*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    private void Read(string path, long from)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        byte[] header = new byte[HeaderSize];
        while (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && BinaryPrimitives.ReadInt64LittleEndian(header) is >= 0 and var length
                && file.Length - file.Position >= length + ChecksumSize)
        {
            byte[] payload = new byte[length];
            file.ReadExactly(payload);
            file.Position += ChecksumSize;
            Tell(Event.Parser.ParseFrom(payload));
        }
    }

    private void Tell(Event content)
    {
        foreach (Summary.Types.Value value in content.Summary?.Value ?? [])
        {
            if (value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue)
            {
                _record(value.Tag, value.SimpleValue, content.Step);
            }
        }
    }
}
