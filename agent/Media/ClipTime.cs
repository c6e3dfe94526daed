namespace Mihari.Agent.Media;

/// <summary>
/// Lays fragments end to end on the time line of a clip, which starts at 0. Sound and pictures keep the distance that they have
/// in each fragment. Where one run of ffmpeg ends and another begins, neither track goes back over what it holds already.
/// </summary>
internal sealed class ClipTime
{
    private ulong _pictures;
    private ulong _sound;

    /// <summary>Times of the next fragment, each in its track's time units; all fragments have one init segment.</summary>
    public (ulong Pictures, ulong Sound) Next(Fragment fragment)
    {
        var begin = fragment.Pictures.Track.Time(_pictures);
        var sound = _sound;
        if (fragment.Sound is { Track: var track } said)
        {
            var free = track.Time(_sound) - fragment.SoundLag;
            begin = free > begin ? free : begin;
            sound = Math.Max(_sound, track.Units(begin + fragment.SoundLag));
            _sound = sound + (ulong)said.Duration;
        }

        var pictures = Math.Max(_pictures, fragment.Pictures.Track.Units(begin));
        _pictures = pictures + (ulong)fragment.Pictures.Duration;
        return (pictures, sound);
    }
}
