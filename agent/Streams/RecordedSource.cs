using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Agent.Replies;
using Mihari.Protocol;

namespace Mihari.Agent.Streams;

/// <summary>The recording from a moment on, as fast as the server takes it.</summary>
internal sealed class RecordedSource : IFragmentSource
{
    /// <summary>How far before the oldest minute a stream may be asked for: that one may just have been overwritten.</summary>
    public static readonly TimeSpan Overwritten = TimeSpan.FromSeconds(60);

    private readonly RecordingRing _ring;
    private readonly Playhead _head;
    private readonly Queue<CapturedFragment> _piece;

    private RecordedSource(RecordingRing ring, Playhead head, IReadOnlyList<CapturedFragment> first) =>
        (_ring, _head, _piece) = (ring, head, new Queue<CapturedFragment>(first));

    public string Name => "recorded";

    /// <summary>Whoever looks at it may have paused.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(10);

    public TimeSpan PongWithin => Timeout.InfiniteTimeSpan;

    /// <summary>Begins with the fragment that contains the moment, or the first after it.</summary>
    /// <exception cref="CommandFailedException"><c>notRecorded</c>, <c>sdUnavailable</c>.</exception>
    public static RecordedSource Begin(RecordingRing ring, DateTimeOffset from, DateTimeOffset now)
    {
        var state = ring.Report().State;
        if (!IsReadable(state))
            throw new CommandFailedException(ErrorCodes.SdUnavailable, $"the card is {state}");
        if (from > now)
            throw new CommandFailedException(ErrorCodes.NotRecorded, "that lies ahead");
        if (ring.After(DateTimeOffset.MinValue, out _) is { } oldest && from < oldest.Start - Overwritten)
            throw new CommandFailedException(ErrorCodes.NotRecorded, "overwritten");

        var head = new Playhead(ring, from);
        if (head.Next(out _) is { Count: > 0 } first)
            return new RecordedSource(ring, head, first);

        throw state is WireSdState.Ok
            ? new CommandFailedException(ErrorCodes.NotRecorded, "nothing is recorded from then on")
            : new CommandFailedException(ErrorCodes.SdUnavailable, $"the card is {state}");
    }

    public async Task<CapturedFragment?> Next(CancellationToken cancellation)
    {
        while (true)
        {
            if (_piece.TryDequeue(out var fragment))
                return fragment;

            var piece = _head.Next(out var grown);
            foreach (var one in piece)
                _piece.Enqueue(one);
            if (piece.Count > 0)
                continue;
            if (!IsReadable(_ring.Report().State))
                return null;

            await grown.WaitAsync(cancellation);
        }
    }

    private static bool IsReadable(WireSdState? state) => state is WireSdState.Ok or WireSdState.ReadOnly or WireSdState.Full;
}
