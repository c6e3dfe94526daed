namespace Mihari.Agent.Media;

/// <summary>
/// The start of a fragmented MP4 (<c>ftyp</c> + <c>moov</c>), the same bytes before every run of fragments.
/// One H.264 track; its time unit is 1/<see cref="Timescale"/> s.
/// </summary>
internal sealed class InitSegment
{
    private InitSegment(byte[] bytes, uint timescale, uint defaultDuration, int width, int height, string codecs)
    {
        Bytes = bytes;
        Timescale = timescale;
        DefaultDuration = defaultDuration;
        Width = width;
        Height = height;
        Codecs = codecs;
    }

    public byte[] Bytes { get; }

    public uint Timescale { get; }

    /// <summary>Duration of a picture where neither fragment nor picture says it, in time units.</summary>
    public uint DefaultDuration { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>RFC 6381, as in <c>avc1.64001f</c>.</summary>
    public string Codecs { get; }

    public bool SameAs(InitSegment other) => ReferenceEquals(this, other) || Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <exception cref="InvalidDataException">The bytes are no such start.</exception>
    public static InitSegment Parse(byte[] bytes)
    {
        ReadOnlySpan<byte> data = bytes;
        var file = new Box(0, 0, 0, bytes.Length);
        var moov = Mp4.Need(data, file, Mp4.Moov);
        var trak = Mp4.Need(data, moov, Mp4.Trak);
        var mdia = Mp4.Need(data, trak, Mp4.Mdia);
        var mdhd = Mp4.Need(data, mdia, Mp4.Mdhd);
        var timescale = Mp4.U32(data, mdhd, Mp4.Slice(data, mdhd, 0, 1)[0] == 1 ? 20 : 12);
        if (timescale is 0 or > 10_000_000)
            throw Mp4.Broken($"a timescale of {timescale}");

        var stsd = Mp4.Need(data, Mp4.Need(data, Mp4.Need(data, mdia, Mp4.Minf), Mp4.Stbl), Mp4.Stsd);

        // A version, flags and a count precede the sample entries.
        if (!Mp4.TryNext(data, stsd.Body + 8, stsd.End, out var avc1) || avc1.Type != Mp4.Avc1)
            throw Mp4.Broken("the track is not H.264");

        var width = Mp4.U16(data, avc1, 24);
        var height = Mp4.U16(data, avc1, 26);
        var entry = new Box(avc1.Type, avc1.Offset, avc1.HeaderLength + 78, avc1.Length);
        if (entry.HeaderLength > entry.Length)
            throw Mp4.Broken("avc1 is too short");
        var avcC = Mp4.Need(data, entry, Mp4.AvcC);
        var profile = Mp4.Slice(data, avcC, 1, 3);
        var defaultDuration = 0u;
        if (Mp4.TryFind(data, moov, Mp4.Mvex, out var mvex) && Mp4.TryFind(data, mvex, Mp4.Trex, out var trex))
            defaultDuration = Mp4.U32(data, trex, 12);

        return new InitSegment(bytes, timescale, defaultDuration, width, height, $"avc1.{Convert.ToHexStringLower(profile)}");
    }
}
