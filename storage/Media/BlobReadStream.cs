using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Mihari.Storage.Media;

/// <summary>
/// A blob as a seekable stream over one running download, which is opened anew where somebody seeks away from it. It starts
/// with the opening: a blob that is deleted afterwards can still be read to its end, as long as it is read on.
/// </summary>
internal sealed class BlobReadStream : Stream
{
    /// <summary>A gap that is read over rather than asked for anew.</summary>
    private const int SmallGap = 256 << 10;

    private readonly BlockBlobClient _blob;
    private readonly ETag _etag;
    private Stream? _download;
    private long _downloadAt;
    private long _position;

    private BlobReadStream(BlockBlobClient blob, BlobDownloadStreamingResult start)
    {
        _blob = blob;
        _etag = start.Details.ETag;
        _download = start.Content;
        Length = start.Details.ContentLength;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Opens a blob, or null where there is none.</summary>
    public static async Task<Stream?> Open(BlockBlobClient blob, CancellationToken cancel)
    {
        try
        {
            return new BlobReadStream(blob, await blob.DownloadStreamingAsync(cancellationToken: cancel));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
            return 0;

        var download = await DownloadAtPosition(cancellationToken);
        var read = await download.ReadAsync(buffer, cancellationToken);
        if (read == 0)
            throw new EndOfStreamException("the download of a media object ended early");
        Advance(read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("media are read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Stop();
        base.Dispose(disposing);
    }

    private async ValueTask<Stream> DownloadAtPosition(CancellationToken cancel)
    {
        var gap = _position - _downloadAt;
        if (_download is not null && gap is > 0 and <= SmallGap)
            await Skip(_download, (int)gap, cancel);
        if (_download is not null && _downloadAt == _position)
            return _download;

        Stop();
        var options = new BlobDownloadOptions { Range = new HttpRange(_position), Conditions = new BlobRequestConditions { IfMatch = _etag } };
        try
        {
            _download = (await _blob.DownloadStreamingAsync(options, cancel)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            throw new IOException("the media object was removed while it was read", e);
        }

        _downloadAt = _position;
        return _download;
    }

    private async Task Skip(Stream download, int bytes, CancellationToken cancel)
    {
        var skipped = new byte[Math.Min(bytes, 16 << 10)];
        while (bytes > 0 && await download.ReadAsync(skipped.AsMemory(0, Math.Min(bytes, skipped.Length)), cancel) is > 0 and var read)
        {
            bytes -= read;
            _downloadAt += read;
        }
    }

    private void Advance(int read)
    {
        _position += read;
        _downloadAt += read;
    }

    private void Stop()
    {
        _download?.Dispose();
        _download = null;
    }
}
