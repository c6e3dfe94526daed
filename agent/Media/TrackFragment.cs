using System.Buffers.Binary;
using System.Numerics;

namespace Mihari.Agent.Media;

/// <summary>What a fragment holds of one track (<c>traf</c>). Times and durations are in the track's time units.</summary>
internal sealed class TrackFragment
{
    /// <summary>Some hundred years.</summary>
    private const ulong MostSeconds = 1L << 32;

    private readonly Box _moof;
    private readonly Box _traf;
    private readonly int _timeAt;
    private readonly bool _longTime;

    private TrackFragment(InitTrack track, Box moof, Box traf, int timeAt, bool longTime, ulong baseTime, long duration)
    {
        Track = track;
        _moof = moof;
        _traf = traf;
        _timeAt = timeAt;
        _longTime = longTime;
        BaseTime = baseTime;
        Duration = duration;
    }

    public InitTrack Track { get; }

    /// <summary>Decode time of the first sample.</summary>
    public ulong BaseTime { get; }

    public long Duration { get; }

    public TimeSpan Position => Track.Time(BaseTime);

    public TimeSpan Length => Track.Time((ulong)Duration);

    /// <exception cref="InvalidDataException">The boxes are not what they should be.</exception>
    public static TrackFragment Parse(ReadOnlySpan<byte> data, Box moof, Box traf, InitTrack track)
    {
        var tfdt = Mp4.Need(data, traf, Mp4.Tfdt);
        var longTime = Mp4.Slice(data, tfdt, 0, 1)[0] == 1;
        var baseTime = longTime ? Mp4.U64(data, tfdt, 4) : Mp4.U32(data, tfdt, 4);
        if (baseTime / track.Timescale > MostSeconds)
            throw Mp4.Broken("the time lies beyond reason");

        var duration = 0L;
        foreach (var sample in new SampleWalk(data, traf, track))
            duration += sample.Duration;
        if (duration > 3600L * track.Timescale)
            throw Mp4.Broken($"a fragment of {duration} time units");
        return new TrackFragment(track, moof, traf, tfdt.Body + 4, longTime, baseTime, duration);
    }

    /// <summary>Writes the time of the first sample into a copy of the fragment.</summary>
    public void Retime(Span<byte> copy, ulong baseTime)
    {
        if (_longTime)
            BinaryPrimitives.WriteUInt64BigEndian(copy[_timeAt..], baseTime);
        else
            BinaryPrimitives.WriteUInt32BigEndian(copy[_timeAt..], (uint)baseTime);
    }

    /// <summary>Where each sample lies in the fragment's bytes, in order.</summary>
    /// <exception cref="InvalidDataException">One lies outside of them.</exception>
    public List<Range> Samples(ReadOnlySpan<byte> data)
    {
        var samples = new List<Range>();
        long at = _moof.Offset;
        foreach (var sample in new SampleWalk(data, _traf, Track))
        {
            // Counted from the start of moof; without an offset it follows on the one before.
            at = sample.DataOffset is { } offset ? _moof.Offset + offset : at;
            if (at < _moof.End || at + sample.Size > data.Length)
                throw Mp4.Broken("a sample lies outside of its fragment");
            samples.Add((int)at..(int)(at + sample.Size));
            at += sample.Size;
        }

        return samples;
    }

    /// <param name="Duration">In time units.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="DataOffset">From the start of moof, where the first sample of a run says it.</param>
    private readonly record struct Sample(uint Duration, uint Size, int? DataOffset);

    /// <summary>Goes through the samples of all runs (<c>trun</c>).</summary>
    private ref struct SampleWalk
    {
        private readonly ReadOnlySpan<byte> _data;
        private readonly Box _traf;
        private readonly uint _defaultDuration;
        private readonly uint _defaultSize;
        private Box _run;
        private int _next;
        private uint _flags;
        private uint _count;
        private uint _at;

        public SampleWalk(ReadOnlySpan<byte> data, Box traf, InitTrack track)
        {
            _data = data;
            (_traf, _next) = (traf, traf.Body);
            (_defaultDuration, _defaultSize) = (track.DefaultDuration, track.DefaultSize);
            var tfhd = Mp4.Need(data, traf, Mp4.Tfhd);
            var flags = Mp4.U32(data, tfhd, 0) & 0xffffff;
            var at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
            if ((flags & 0x8) != 0)
            {
                _defaultDuration = Mp4.U32(data, tfhd, at);
                at += 4;
            }

            if ((flags & 0x10) != 0)
                _defaultSize = Mp4.U32(data, tfhd, at);
        }

        public Sample Current { get; private set; }

        public readonly SampleWalk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_at == _count)
            {
                if (!Mp4.TryNext(_data, _next, _traf.End, out _run))
                    return false;
                _next = _run.End;
                if (_run.Type == Mp4.Trun)
                    Begin();
            }

            var at = 8 + (4 * BitOperations.PopCount(_flags & 0x5)) + ((int)_at * 4 * BitOperations.PopCount(_flags & 0xf00));
            var duration = (_flags & 0x100) != 0 ? Mp4.U32(_data, _run, at) : _defaultDuration;
            var size = (_flags & 0x200) != 0 ? Mp4.U32(_data, _run, at + ((_flags & 0x100) != 0 ? 4 : 0)) : _defaultSize;
            Current = new Sample(duration, size, _at == 0 && (_flags & 0x1) != 0 ? (int)Mp4.U32(_data, _run, 8) : null);
            _at++;
            return true;
        }

        private void Begin()
        {
            (_flags, _count, _at) = (Mp4.U32(_data, _run, 0) & 0xffffff, Mp4.U32(_data, _run, 4), 0);
            var each = 4 * BitOperations.PopCount(_flags & 0xf00);

            // A run that says nothing of its samples could count as many as it likes.
            if (_count > (each > 0 ? (_run.Length - _run.HeaderLength) / each : 100_000))
                throw Mp4.Broken("trun counts more samples than it holds");
        }
    }
}
