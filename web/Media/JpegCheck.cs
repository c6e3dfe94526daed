namespace Mihari.Web.Media;

/// <summary>
/// A JPEG: SOI, marker segments of their stated lengths with a frame header among them, a scan, and EOI as its last bytes.
/// </summary>
internal sealed class JpegCheck : IMediaCheck
{
    private const byte Marker = 0xFF, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private Step _step = Step.FirstMarker;
    private byte _kind;
    private int _left;
    private bool _hasFrame;
    private byte _last, _beforeLast;

    private enum Step
    {
        FirstMarker,
        FirstKind,
        NextMarker,
        Kind,
        LengthHigh,
        LengthLow,
        Segment,
        Scan,
    }

    public bool IsWhole => _step == Step.Scan && _beforeLast == Marker && _last == EndOfImage;

    public bool Take(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_step == Step.Scan)
            {
                Remember(bytes[i..]);
                return true;
            }

            if (_step == Step.Segment)
            {
                var skipped = Math.Min(_left, bytes.Length - i);
                _left -= skipped;
                i += skipped - 1;
                if (_left == 0)
                    _step = _kind == StartOfScan ? Step.Scan : Step.NextMarker;
            }
            else if (!Header(bytes[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Header(byte b)
    {
        switch (_step)
        {
            case Step.FirstMarker:
                return Go(Step.FirstKind, b == Marker);
            case Step.FirstKind:
                return Go(Step.NextMarker, b == StartOfImage);
            case Step.NextMarker:
                return Go(Step.Kind, b == Marker);
            case Step.Kind when b == Marker:
                return true; // Fill bytes may come before a marker.
            case Step.Kind:
                _kind = b;
                _hasFrame |= IsFrame(b);
                return Go(Step.LengthHigh, HasLength(b) && (b != StartOfScan || _hasFrame));
            case Step.LengthHigh:
                _left = b << 8;
                return Go(Step.LengthLow, true);
            default:
                _left = (_left | b) - 2;
                return _left == 0 ? Go(_kind == StartOfScan ? Step.Scan : Step.NextMarker, true) : Go(Step.Segment, _left > 0);
        }
    }

    private bool Go(Step next, bool isRight)
    {
        _step = next;
        return isRight;
    }

    /// <summary>Markers without a length have no place before a scan.</summary>
    private static bool HasLength(byte kind) => kind is >= 0xC0 and not (>= 0xD0 and <= EndOfImage);

    private static bool IsFrame(byte kind) => kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 2)
            (_beforeLast, _last) = (bytes[^2], bytes[^1]);
        else
            (_beforeLast, _last) = (_last, bytes[0]);
    }
}
