using System.Buffers.Binary;

namespace Mihari.Agent.Media;

/// <summary>One <c>moof</c> + <c>mdat</c>: about a second of pictures, the first of which is a key frame.</summary>
internal sealed class Fragment
{
    private readonly int _sequenceAt;
    private readonly int _timeAt;
    private readonly bool _longTime;

    private Fragment(byte[] bytes, InitSegment init, int sequenceAt, int timeAt, bool longTime, ulong baseTime, long duration)
    {
        Bytes = bytes;
        Init = init;
        _sequenceAt = sequenceAt;
        _timeAt = timeAt;
        _longTime = longTime;
        BaseTime = baseTime;
        Duration = duration;
    }

    public byte[] Bytes { get; }

    public InitSegment Init { get; }

    /// <summary>Decode time of the first picture, in the track's time units.</summary>
    public ulong BaseTime { get; }

    /// <summary>In the track's time units; at least 1.</summary>
    public long Duration { get; }

    /// <summary>How long the pictures of the fragment last.</summary>
    public TimeSpan Length => Ticks((ulong)Duration);

    /// <summary>Time of the first picture from the start of ffmpeg's output.</summary>
    public TimeSpan Position => Ticks(BaseTime);

    /// <exception cref="InvalidDataException">The bytes are not one fragment.</exception>
    public static Fragment Parse(byte[] bytes, InitSegment init)
    {
        ReadOnlySpan<byte> data = bytes;
        if (!Mp4.TryNext(data, 0, bytes.Length, out var moof) || moof.Type != Mp4.Moof)
            throw Mp4.Broken("a fragment does not start with moof");
        if (!Mp4.TryNext(data, moof.End, bytes.Length, out var mdat) || mdat.Type != Mp4.Mdat || mdat.End != bytes.Length)
            throw Mp4.Broken("no mdat ends the fragment");

        var mfhd = Mp4.Need(data, moof, Mp4.Mfhd);
        _ = Mp4.U32(data, mfhd, 4);
        var traf = Mp4.Need(data, moof, Mp4.Traf);
        var tfdt = Mp4.Need(data, traf, Mp4.Tfdt);
        var longTime = Mp4.Slice(data, tfdt, 0, 1)[0] == 1;
        var baseTime = longTime ? Mp4.U64(data, tfdt, 4) : Mp4.U32(data, tfdt, 4);
        if (baseTime > long.MaxValue / 2)
            throw Mp4.Broken("the time lies beyond reason");

        var duration = Durations(data, traf, init.DefaultDuration);
        if (duration <= 0 || duration > 3600L * init.Timescale)
            throw Mp4.Broken($"a fragment of {duration} time units");

        return new Fragment(bytes, init, mfhd.Body + 4, tfdt.Body + 4, longTime, baseTime, duration);
    }

    /// <summary>
    /// Writes number and time of the fragment within a clip into <paramref name="copy"/>, which holds <see cref="Bytes"/>.
    /// A clip starts at 0 wherever in the recording it was cut.
    /// </summary>
    public void Retime(Span<byte> copy, uint sequence, ulong baseTime)
    {
        BinaryPrimitives.WriteUInt32BigEndian(copy[_sequenceAt..], sequence);
        if (_longTime)
            BinaryPrimitives.WriteUInt64BigEndian(copy[_timeAt..], baseTime);
        else
            BinaryPrimitives.WriteUInt32BigEndian(copy[_timeAt..], (uint)baseTime);
    }

    private static long Durations(ReadOnlySpan<byte> data, Box traf, uint defaultDuration)
    {
        var tfhd = Mp4.Need(data, traf, Mp4.Tfhd);
        var flags = Mp4.U32(data, tfhd, 0) & 0xffffff;
        if ((flags & 0x8) != 0)
        {
            var at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
            defaultDuration = Mp4.U32(data, tfhd, at);
        }

        long sum = 0;
        var offset = traf.Body;
        while (Mp4.TryNext(data, offset, traf.End, out var trun))
        {
            offset = trun.End;
            if (trun.Type != Mp4.Trun)
                continue;

            flags = Mp4.U32(data, trun, 0) & 0xffffff;
            var count = Mp4.U32(data, trun, 4);
            if ((flags & 0x100) == 0)
            {
                sum += (long)count * defaultDuration;
                continue;
            }

            var first = 8 + ((flags & 0x1) != 0 ? 4 : 0) + ((flags & 0x4) != 0 ? 4 : 0);
            var size = 4 * System.Numerics.BitOperations.PopCount(flags & 0xf00);
            if (count > (trun.Length - trun.HeaderLength) / size)
                throw Mp4.Broken("trun counts more pictures than it holds");
            for (var i = 0; i < count; i++)
                sum += Mp4.U32(data, trun, first + (i * size));
        }

        return sum;
    }

    private TimeSpan Ticks(ulong units) => new((long)((UInt128)units * TimeSpan.TicksPerSecond / Init.Timescale));
}
