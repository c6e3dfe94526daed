namespace Mihari.Agent.Media;

/// <summary>
/// The start of a fragmented MP4 (<c>ftyp</c> + <c>moov</c>), the same bytes before every run of fragments: an H.264 track
/// and, where there is sound, an AAC track.
/// </summary>
internal sealed class InitSegment
{
    private InitSegment(byte[] bytes, InitTrack pictures, InitTrack? sound, int width, int height, string codecs)
    {
        Bytes = bytes;
        Pictures = pictures;
        Sound = sound;
        Width = width;
        Height = height;
        Codecs = codecs;
    }

    public byte[] Bytes { get; }

    public InitTrack Pictures { get; }

    /// <summary>Null where there is no sound.</summary>
    public InitTrack? Sound { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>RFC 6381, as in <c>avc1.64001f,mp4a.40.2</c>.</summary>
    public string Codecs { get; }

    public bool SameAs(InitSegment other) => ReferenceEquals(this, other) || Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <exception cref="InvalidDataException">The bytes are no such start.</exception>
    public static InitSegment Parse(byte[] bytes)
    {
        ReadOnlySpan<byte> data = bytes;
        var moov = Mp4.Need(data, new Box(0, 0, 0, bytes.Length), Mp4.Moov);
        InitTrack? pictures = null, sound = null;
        var (width, height, codec, soundCodec) = (0, 0, "", "");
        var offset = moov.Body;
        while (Mp4.TryNext(data, offset, moov.End, out var trak))
        {
            offset = trak.End;
            if (trak.Type != Mp4.Trak)
                continue;

            var mdia = Mp4.Need(data, trak, Mp4.Mdia);
            var entry = SampleEntry(data, mdia);
            if (entry.Type == Mp4.Avc1 && pictures is null)
            {
                pictures = Track(data, moov, trak, mdia);
                (width, height) = (Mp4.U16(data, entry, 24), Mp4.U16(data, entry, 26));
                var avcC = Mp4.Need(data, Inner(entry, 78), Mp4.AvcC);
                codec = $"avc1.{Convert.ToHexStringLower(Mp4.Slice(data, avcC, 1, 3))}";
            }
            else if (entry.Type == Mp4.Mp4a && sound is null)
            {
                sound = Track(data, moov, trak, mdia);
                soundCodec = $",mp4a.40.{AudioSpecificConfig.ObjectType(data, Mp4.Need(data, Inner(entry, 28), Mp4.Esds))}";
            }
            else
            {
                throw Mp4.Broken($"a track of {Mp4.Name(entry.Type)}");
            }
        }

        return new InitSegment(bytes, pictures ?? throw Mp4.Broken("no track is H.264"), sound, width, height, codec + soundCodec);
    }

    private static InitTrack Track(ReadOnlySpan<byte> data, Box moov, Box trak, Box mdia)
    {
        var tkhd = Mp4.Need(data, trak, Mp4.Tkhd);
        var id = Mp4.U32(data, tkhd, Mp4.Slice(data, tkhd, 0, 1)[0] == 1 ? 20 : 12);
        var mdhd = Mp4.Need(data, mdia, Mp4.Mdhd);
        var timescale = Mp4.U32(data, mdhd, Mp4.Slice(data, mdhd, 0, 1)[0] == 1 ? 20 : 12);
        if (timescale is 0 or > 10_000_000)
            throw Mp4.Broken($"a timescale of {timescale}");

        if (Mp4.TryFind(data, moov, Mp4.Mvex, out var mvex))
        {
            var offset = mvex.Body;
            while (Mp4.TryNext(data, offset, mvex.End, out var trex))
            {
                offset = trex.End;
                if (trex.Type == Mp4.Trex && Mp4.U32(data, trex, 4) == id)
                    return new InitTrack(id, timescale, Mp4.U32(data, trex, 12), Mp4.U32(data, trex, 16));
            }
        }

        return new InitTrack(id, timescale, 0, 0);
    }

    /// <summary>What the samples of a track are; a version, flags and a count precede it.</summary>
    private static Box SampleEntry(ReadOnlySpan<byte> data, Box mdia)
    {
        var stsd = Mp4.Need(data, Mp4.Need(data, Mp4.Need(data, mdia, Mp4.Minf), Mp4.Stbl), Mp4.Stsd);
        return Mp4.TryNext(data, stsd.Body + 8, stsd.End, out var entry) ? entry : throw Mp4.Broken("a track without a sample entry");
    }

    /// <summary>The boxes in a sample entry, which come after so many bytes.</summary>
    private static Box Inner(Box entry, int after) =>
        entry.HeaderLength + after <= entry.Length
            ? entry with { HeaderLength = entry.HeaderLength + after }
            : throw Mp4.Broken($"{Mp4.Name(entry.Type)} is too short");
}
