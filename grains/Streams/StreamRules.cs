using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Media;
using Mihari.Protocol;
using Mihari.Streams;

namespace Mihari.Grains.Streams;

/// <summary>What viewers, the camera and time do to a stream. Every function returns the same object where nothing changes.</summary>
internal static class StreamRules
{
    /// <summary>How long a camera may take from the command to its first byte at a node; its command expires after it.</summary>
    public static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(8);

    /// <summary>How far before the oldest minute a moment may lie and still be taken for it: minutes begin anywhere within one.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>A run that was carried for so long has not failed: the camera may be asked again at once.</summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OfflinePause = TimeSpan.FromSeconds(1);

    public static StreamSituation Watched(StreamSituation stream, string node, DateTimeOffset now) =>
        stream with { Watching = stream.Watching.SetItem(node, now + IStreamGrain.Lease) };

    public static StreamSituation Left(StreamSituation stream, string node) =>
        stream.Watching.ContainsKey(node) ? stream with { Watching = stream.Watching.Remove(node) } : stream;

    /// <summary>The camera was handed the command.</summary>
    public static StreamSituation Asked(StreamSituation stream, StreamRun run) => stream with { Run = run, Reason = StreamReason.None };

    /// <summary>The camera could not be asked, or what it was asked for came to nothing.</summary>
    public static StreamSituation Failed(StreamSituation stream, StreamReason reason, bool isLive, DateTimeOffset now)
    {
        var pause = reason == StreamReason.CameraOffline ? OfflinePause : FirstPause * Math.Pow(2, Math.Min(stream.Failures, 4));
        return stream with
        {
            Run = null,
            Reason = reason,
            Failures = stream.Failures + (reason == StreamReason.CameraOffline ? 0 : 1),
            AskFrom = now + (pause < LongestPause ? pause : LongestPause),
            IsOver = !isLive,
        };
    }

    /// <summary>The camera answered the command of a run.</summary>
    public static StreamSituation Answered(StreamSituation stream, CommandAnswer answer, bool isLive, DateTimeOffset now)
    {
        if (answer.Ok || stream.Run is not { } run || run.Id != answer.Command)
            return stream;

        return Failed(stream, Why(answer), isLive, now);
    }

    /// <summary>The camera came to a node. The token is good once, and for as long as the command is.</summary>
    public static StreamSituation Carried(StreamSituation stream, string token, StreamPlace carrier, DateTimeOffset now) =>
        stream.Run is { Carrier: null } run && now < run.AskedAt + AskLimit && MediaTokens.AreSame(run.Token, token)
            ? stream with { Run = run with { Carrier = carrier }, Reason = StreamReason.None }
            : stream;

    /// <summary>
    /// A run has ended at the node that carried it, or can't be got from there. A camera whose runs end again and again is asked ever more
    /// seldom, as one that does not come.
    /// </summary>
    public static StreamSituation Dropped(StreamSituation stream, string run, bool isLive, DateTimeOffset now) =>
        stream.Run?.Id != run ? stream
        : !isLive ? stream with { Run = null, Reason = StreamReason.Finished, IsOver = true }
        : stream.Run.Carrier is { } carrier && now - carrier.Since >= Steady ? stream with { Run = null, Reason = StreamReason.None, Failures = 0, AskFrom = now }
        : Failed(stream, stream.Failures == 0 ? StreamReason.None : StreamReason.CameraFailed, isLive, now);

    /// <summary>Time went by.</summary>
    public static StreamSituation Advance(StreamSituation stream, bool isLive, DateTimeOffset now)
    {
        var gone = stream.Watching.Where(w => w.Value <= now).Select(w => w.Key).ToImmutableArray();
        var next = gone.IsEmpty ? stream : stream with { Watching = stream.Watching.RemoveRange(gone) };
        return next.Run is { Carrier: null } run && run.AskedAt + AskLimit <= now
            ? Failed(next, StreamReason.CameraFailed, isLive, now)
            : next;
    }

    public static StreamStep Next(StreamSituation stream, DateTimeOffset now) =>
        stream.Watching.IsEmpty ? (stream.Run is null ? StreamStep.Nothing : StreamStep.Stop)
        : stream.Run is null && !stream.IsOver && stream.AskFrom <= now ? StreamStep.Ask
        : StreamStep.Nothing;

    /// <summary>Why a camera need not be asked; none where it is to be.</summary>
    /// <param name="route">The way to it.</param>
    /// <param name="from">Of a playback: from when, in the server's time.</param>
    /// <param name="now">The server's time.</param>
    public static StreamReason Refusal(CameraRoute route, DateTimeOffset? from, DateTimeOffset now)
    {
        if (from > now)
            return StreamReason.NotRecorded;

        // What lies before belongs to whose camera it was then; the card does not know.
        if (from < route.HistoryFrom || from + Slack < route.Sd?.Oldest + route.ClockSkew)
            return StreamReason.Overwritten;

        return route.Presence != Presence.Online || route.Gateway is null ? StreamReason.CameraOffline : StreamReason.None;
    }

    /// <summary>Whether there is nothing that could be seen, whatever the camera is asked.</summary>
    public static bool IsNothing(CameraRoute route, DateTimeOffset? from, DateTimeOffset now) =>
        Refusal(route, from, now) is StreamReason.NotRecorded or StreamReason.Overwritten;

    /// <summary>Nobody watches: the camera is told to stop. A playback does not begin again.</summary>
    public static StreamSituation Stopped(StreamSituation stream, bool isLive) =>
        stream with { Run = null, Reason = isLive ? StreamReason.None : StreamReason.Finished, IsOver = !isLive };

    private static StreamReason Why(CommandAnswer answer) => answer.ErrorCode switch
    {
        ErrorCodes.NotRecorded => StreamReason.NotRecorded,
        ErrorCodes.SdUnavailable => StreamReason.CardUnavailable,
        ErrorCodes.Busy => StreamReason.CameraBusy,
        _ => StreamReason.CameraFailed,
    };
}
