using System.Buffers.Binary;

namespace Mihari.Agent.Media;

/// <summary>
/// One <c>moof</c> + <c>mdat</c>: about a second of pictures, the first of which is a key frame, and the sound to them. Where
/// it begins and how long it lasts is said by the pictures; the sound, which is cut between its own frames, begins and ends
/// some milliseconds beside them.
/// </summary>
internal sealed class Fragment
{
    private readonly int _sequenceAt;

    private Fragment(byte[] bytes, InitSegment init, int sequenceAt, TrackFragment pictures, TrackFragment? sound)
    {
        Bytes = bytes;
        Init = init;
        _sequenceAt = sequenceAt;
        Pictures = pictures;
        Sound = sound;
    }

    public byte[] Bytes { get; }

    public InitSegment Init { get; }

    public TrackFragment Pictures { get; }

    /// <summary>Null where there is none.</summary>
    public TrackFragment? Sound { get; }

    /// <summary>How long the pictures of the fragment last.</summary>
    public TimeSpan Length => Pictures.Length;

    /// <summary>Time of the first picture from the start of ffmpeg's output.</summary>
    public TimeSpan Position => Pictures.Position;

    /// <summary>By how much the sound begins after the pictures; negative where it begins before them.</summary>
    public TimeSpan SoundLag => Sound is null ? TimeSpan.Zero : Sound.Position - Pictures.Position;

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
        TrackFragment? pictures = null, sound = null;
        var offset = moof.Body;
        while (Mp4.TryNext(data, offset, moof.End, out var traf))
        {
            offset = traf.End;
            if (traf.Type != Mp4.Traf)
                continue;

            var id = Mp4.U32(data, Mp4.Need(data, traf, Mp4.Tfhd), 4);
            if (id == init.Pictures.Id && pictures is null)
                pictures = TrackFragment.Parse(data, moof, traf, init.Pictures);
            else if (id == init.Sound?.Id && sound is null)
                sound = TrackFragment.Parse(data, moof, traf, init.Sound);
            else
                throw Mp4.Broken($"a fragment of track {id}");
        }

        if (pictures is not { Duration: > 0 })
            throw Mp4.Broken("a fragment without pictures");
        return new Fragment(bytes, init, mfhd.Body + 4, pictures, sound);
    }

    /// <summary>
    /// Writes number and times of the fragment within a clip into <paramref name="copy"/>, which holds <see cref="Bytes"/>.
    /// A clip starts at 0 wherever in the recording it was cut.
    /// </summary>
    public void Retime(Span<byte> copy, uint sequence, ulong pictures, ulong sound)
    {
        BinaryPrimitives.WriteUInt32BigEndian(copy[_sequenceAt..], sequence);
        Pictures.Retime(copy, pictures);
        Sound?.Retime(copy, sound);
    }
}
