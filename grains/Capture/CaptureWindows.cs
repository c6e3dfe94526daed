namespace Mihari.Grains.Capture;

/// <summary>A span of recording, in the server's time.</summary>
internal readonly record struct CaptureWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>Which span a trigger makes a camera record, so that everything is covered and nothing twice.</summary>
internal static class CaptureWindows
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The span for a trigger at <paramref name="at"/>, or null where a clip that is there covers it.
    /// <paramref name="taken"/>: the spans of the camera's other clips, which don't overlap.
    /// </summary>
    public static CaptureWindow? Decide(IEnumerable<CaptureWindow> taken, DateTimeOffset at, CaptureOptions options)
    {
        var from = at - options.PreRoll;
        var to = at + options.PostRoll;
        var nextFrom = DateTimeOffset.MaxValue;
        foreach (var clip in taken)
        {
            if (clip.From <= at && at + options.CoveredTail <= clip.To)
                return null;

            if (clip.From > at)
            {
                nextFrom = clip.From < nextFrom ? clip.From : nextFrom;
            }
            else if (clip.To > from)
            {
                from = clip.To;
            }
        }

        // The trigger lies in the last seconds of a clip: the next one follows it, and is no stub.
        if (from > at && from + options.PreRoll + options.PostRoll is var full && full > to)
            to = full;

        to = Earlier(Earlier(to, from + options.MaxClip), nextFrom);
        return to - from < Shortest ? null : new CaptureWindow(from, to);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
