namespace Mihari.Web.Media;

/// <summary>The bytes are not what they are called.</summary>
internal sealed class NotWhatItSaysException(string contentType) : Exception($"the bytes are not {contentType}");

/// <summary>
/// A request's body that is checked as it is read. The check of the whole is made before the last bytes are handed on, so
/// that whoever reads it never holds a complete object that is not one.
/// </summary>
internal sealed class CheckedStream(Stream body, long length, string contentType, IMediaCheck check) : Stream
{
    private long _passed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _passed;
        set => throw new NotSupportedException();
    }

    /// <exception cref="NotWhatItSaysException">The bytes are something else, or not whole.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        if (read == 0)
            return 0;

        _passed += read;
        if (!check.Take(buffer.Span[..read]) || (_passed >= length && !check.IsWhole))
            throw new NotWhatItSaysException(contentType);

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("bodies are read asynchronously");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
