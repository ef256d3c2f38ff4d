namespace MnistVae.Data;

/// <summary>
/// A file for <c>GZipStream</c>, which takes a file that ends before its checksum for whole. With bytes put behind the
/// end, a missing checksum becomes a wrong one; behind a checksum that is there they are ignored.
/// </summary>
/// <param name="inner">The file; disposed with this stream.</param>
internal sealed class PaddedStream(Stream inner) : Stream
{
    // As long as a gzip trailer. Its last bytes, the length's highest, are rarely 0xFF and often 0.
    private const int PaddingLength = 8;
    private const byte Padding = 0xFF;

    private int _paddingLeft;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on there are bytes behind the end.</summary>
    public void PadEnd() => _paddingLeft = PaddingLength;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
        {
            return read;
        }

        int padded = Math.Min(_paddingLeft, buffer.Length);
        buffer[..padded].Fill(Padding);
        _paddingLeft -= padded;
        return padded;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
