using System.Buffers.Binary;

namespace Mihari.Web.Media;

/// <summary>
/// An MP4 that can be played as it comes: boxes of their stated sizes to the very end; <c>ftyp</c> first, <c>moov</c> before
/// any <c>moof</c> or <c>mdat</c>, at least one <c>mdat</c>, and after a <c>moof</c> its <c>mdat</c> (device protocol, Media).
/// </summary>
internal sealed class Mp4Check(long length) : IMediaCheck
{
    private const int ShortHeader = 8, LongHeader = 16;

    private readonly byte[] _header = new byte[LongHeader];
    private int _have;
    private int _need = ShortHeader;
    private long _left; // Of the box that is being passed over.
    private long _taken;
    private bool _hasType, _hasMovie, _hasData, _inFragment;

    public bool IsWhole => _taken == length && _left == 0 && _have == 0 && _hasData && !_inFragment;

    public bool Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var skipped = (int)Math.Min(_left, bytes.Length);
                _left -= skipped;
                _taken += skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var part = Math.Min(_need - _have, bytes.Length);
            bytes[..part].CopyTo(_header.AsSpan(_have));
            _have += part;
            _taken += part;
            bytes = bytes[part..];
            if (_have == _need && !Box())
                return false;
        }

        return _taken <= length;
    }

    private bool Box()
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(_header);
        if (size == 1 && _need == ShortHeader)
        {
            _need = LongHeader;
            return true;
        }

        if (_need == LongHeader)
            size = BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(ShortHeader));

        // Size 0, "to the end of the file", has no place in a stream of fragments.
        _left = size - _need;
        if (_left < 0 || _left > length - _taken || !InOrder(_header.AsSpan(4, 4)))
            return false;

        (_have, _need) = (0, ShortHeader);
        return true;
    }

    private bool InOrder(ReadOnlySpan<byte> type)
    {
        if (!_hasType)
            return _hasType = type.SequenceEqual("ftyp"u8);

        if (type.SequenceEqual("moov"u8))
            return !_hasMovie && (_hasMovie = true);

        if (type.SequenceEqual("moof"u8))
            return _hasMovie && !_inFragment && (_inFragment = true);

        if (type.SequenceEqual("mdat"u8))
        {
            _inFragment = false;
            return _hasMovie && (_hasData = true);
        }

        return !_inFragment && IsKnown(type);
    }

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("styp"u8) || type.SequenceEqual("sidx"u8) || type.SequenceEqual("ssix"u8) || type.SequenceEqual("free"u8)
        || type.SequenceEqual("skip"u8) || type.SequenceEqual("emsg"u8) || type.SequenceEqual("prft"u8) || type.SequenceEqual("uuid"u8)
        || type.SequenceEqual("meta"u8) || type.SequenceEqual("mfra"u8) || type.SequenceEqual("wide"u8) || type.SequenceEqual("pdin"u8);
}
