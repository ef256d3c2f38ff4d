using System.Globalization;
using Google.Protobuf;
using Tensorboard;

namespace MnistVae.Logging;

/// <summary>
/// Writes metrics for TensorBoard, into a new event file of its own. A run that is resumed in the same folder gets one
/// more file; TensorBoard shows the files of a folder as one run, and no file is ever written over.
/// </summary>
/// <remarks>
/// A record is handed to the system in one write, unbuffered: a process that ends, however it ends, loses nothing that
/// was written, and a machine that fails loses at most the tail, which readers tolerate.
/// </remarks>
public sealed class EventFileWriter : IMetricWriter, IDisposable
{
    private static int _files;

    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    /// <summary>Makes a new event file.</summary>
    /// <param name="folder">The folder of the run; made if it is missing.</param>
    /// <param name="clock">Gives the wall time of events; the system's clock if null.</param>
    /// <exception cref="OutputFileException">The folder or the file cannot be written.</exception>
    public EventFileWriter(string folder, TimeProvider? clock = null)
        : this(CreateFile(folder, clock ??= TimeProvider.System), clock)
    {
    }

    /// <summary>Goes on writing into a file that is already open.</summary>
    internal EventFileWriter(FileStream stream, TimeProvider clock)
    {
        _stream = stream;
        _clock = clock;
    }

    /// <summary>The full name of the file.</summary>
    public string Path => _stream.Name;

    /// <inheritdoc/>
    public void WriteScalars(long globalStep, params ReadOnlySpan<Metric> metrics)
    {
        var summary = new Summary();
        foreach (Metric metric in metrics)
        {
            summary.Value.Add(new Summary.Types.Value { Tag = metric.Tag, SimpleValue = (float)metric.Value });
        }

        Write(new Event { Step = globalStep, Summary = summary });
    }

    /// <inheritdoc/>
    public void WriteImage(long globalStep, string tag, PngImage image)
    {
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value
        {
            Tag = tag,
            Image = new Summary.Types.Image
            {
                Width = image.Width,
                Height = image.Height,
                Colorspace = image.Channels,
                EncodedImageString = ByteString.CopyFrom(image.Bytes.Span),
            },
        });
        Write(new Event { Step = globalStep, Summary = summary });
    }

    /// <inheritdoc/>
    public void Flush() => OutputFileException.Guard(Path, () =>
    {
        _stream.Flush(flushToDisk: true);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(Event content) => Write(_stream, content, _clock);

    private static void Write(FileStream stream, Event content, TimeProvider clock)
    {
        content.WallTime = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        byte[] record = EventRecord.Encode(content);
        OutputFileException.Guard(stream.Name, () =>
        {
            stream.Write(record);
            return true;
        });
    }

    private static FileStream CreateFile(string folder, TimeProvider clock)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{clock.GetUtcNow().ToUnixTimeSeconds():D10}.{Environment.MachineName}."
                + $"{Environment.ProcessId}.{Interlocked.Increment(ref _files)}");
        string path = System.IO.Path.Combine(folder, name);
        FileStream stream = OutputFileException.Guard(path, () =>
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        });
        try
        {
            Write(stream, new Event { FileVersion = "brain.Event:2" }, clock);
            return stream;
        }
        catch
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }
    }
}
