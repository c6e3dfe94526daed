namespace Mihari.Agent.Media;

/// <summary>
/// Gives the fragments, or the pictures, of one ffmpeg run their capture times. A fragment is complete when its last
/// picture has come, a picture (whose length is none) at once, so arrival − length − position is the run's start plus
/// whatever delay there was; the smallest of the last <see cref="Window"/> is the best guess of it. The guess moves by at
/// most <see cref="Slew"/> a time, so that a clock that drifts is followed and one that comes late changes nothing; beyond
/// <see cref="Jump"/> the system clock was set, and the guess starts again.
/// </summary>
internal sealed class CaptureClock
{
    public const int Window = 60;
    public static readonly TimeSpan Slew = TimeSpan.FromMilliseconds(5);
    public static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    private readonly Queue<DateTimeOffset> _starts = new();
    private DateTimeOffset? _anchor;

    public DateTimeOffset Place(TimeSpan position, TimeSpan length, DateTimeOffset arrival)
    {
        var start = arrival - length - position;
        if (_starts.Count > 0 && start - _starts.Last() is var step && (step > Jump || step < -Jump))
        {
            // One such fragment may only be late; a second in step with it is a new time.
            if (_starts.Count == 1 || _suspect is { } suspect && (start - suspect).Duration() < Jump)
            {
                _starts.Clear();
                _anchor = null;
                _suspect = null;
            }
            else
            {
                _suspect = start;
                return _anchor!.Value + position;
            }
        }

        _starts.Enqueue(start);
        if (_starts.Count > Window)
            _starts.Dequeue();

        var best = _starts.Min();
        _anchor = _anchor is not { } anchor || _starts.Count <= 10 && best < anchor
            ? best
            : anchor + TimeSpan.FromTicks(Math.Clamp((best - anchor).Ticks, -Slew.Ticks, Slew.Ticks));
        return _anchor.Value + position;
    }

    private DateTimeOffset? _suspect;
}
