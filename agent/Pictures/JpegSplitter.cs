namespace Mihari.Agent.Pictures;

/// <summary>Splits a row of JPEGs. Within a JPEG's data a marker cannot occur, so start and end are plain to see.</summary>
/// <param name="stream">Read to its end; not closed.</param>
internal sealed class JpegSplitter(Stream stream)
{
    /// <summary>A JPEG that is larger is dropped, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private int _scanned;

    /// <summary>The next JPEG, or null at the end of the stream.</summary>
    public async Task<byte[]?> Next(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake() is { } jpeg)
                return jpeg;

            if (_filled == _buffer.Length)
            {
                if (_filled >= MaxBytes)
                    (_filled, _scanned) = (0, 0);
                else
                    Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellation);
            if (read == 0)
                return null;
            _filled += read;
        }
    }

    private byte[]? TryTake()
    {
        var data = _buffer.AsSpan(0, _filled);
        var start = data.IndexOf((ReadOnlySpan<byte>)[0xff, 0xd8]);
        if (start < 0)
        {
            // The last byte may be the first half of a start.
            var keep = _filled > 0 && data[^1] == 0xff ? 1 : 0;
            (_filled, _scanned) = (keep, 0);
            if (keep == 1)
                _buffer[0] = 0xff;
            return null;
        }

        var from = Math.Max(start + 2, _scanned);
        var end = from < _filled ? data[from..].IndexOf((ReadOnlySpan<byte>)[0xff, 0xd9]) : -1;
        if (end < 0)
        {
            _scanned = Math.Max(from, _filled - 1);
            return null;
        }

        var stop = from + end + 2;
        var jpeg = data[start..stop].ToArray();
        data[stop..].CopyTo(_buffer);
        (_filled, _scanned) = (_filled - stop, 0);
        return jpeg;
    }
}
