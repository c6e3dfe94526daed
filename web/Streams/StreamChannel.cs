using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>
/// One stream on this node: what comes in once, from the camera or from the node that it sends to, goes out to all who watch here. Its
/// keeper keeps it going while somebody does.
/// </summary>
internal sealed class StreamChannel(StreamId id, DateTimeOffset? from, RelayNode node)
{
    /// <summary>How long a playback may wait for the node on which its viewer is.</summary>
    private static readonly TimeSpan PlaybackWait = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<StreamViewer> _viewers = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _feed;
    private string? _fed;
    private string? _ended;
    private (string Run, string Token)? _followed;
    private StreamStatus _status = new(0, StreamState.Waiting, StreamReason.None, null);
    private long _idleSince = node.Time.GetTimestamp();
    private bool _wasWatched;
    private bool _isClosed;

    public StreamId Id => id;

    public StreamBuffer Buffer { get; } = new(id.IsLive);

    /// <summary>Where the stream stands.</summary>
    public StreamStatus Status => Volatile.Read(ref _status);

    /// <summary>Whether a run is being taken in.</summary>
    public bool IsFed => Volatile.Read(ref _fed) is not null;

    /// <summary>Wakes the keeper.</summary>
    public Wakeup Changed { get; } = new();

    /// <summary>Completes when it is closed and the grain knows: what another channel of the stream says comes after it.</summary>
    public Task Closed => _closed.Task;

    /// <summary>To the grain.</summary>
    public StreamLine Line { get; } = new(id, from, node);

    /// <summary>Lets a viewer in; false where the channel has just been closed, and another one is to be asked for.</summary>
    public bool TryJoin(StreamViewer viewer)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;

            viewer.Place = Buffer.Start;
            _viewers.Add(viewer);
            _wasWatched = true;
            if (viewer.Run is { } run && run == _ended)
                viewer.Finish();
            return true;
        }
    }

    public void Leave(StreamViewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
            if (_viewers.Count == 0)
                _idleSince = node.Time.GetTimestamp();
        }

        Changed.Set();
    }

    /// <summary>Those who watch here on their own behalf.</summary>
    public StreamViewer[] Callers()
    {
        lock (_gate)
            return [.. _viewers.Where(v => v.Caller is not null)];
    }

    /// <summary>Says at the grain that a viewer watches; it checks the viewer, and has the camera send.</summary>
    /// <exception cref="RefusalException">It may not.</exception>
    public async Task Ask(Caller caller) => Apply(await Line.Watch(caller));

    /// <summary>The grain says where the stream stands.</summary>
    public void Apply(StreamStatus status)
    {
        lock (_gate)
        {
            // What is known already comes with a new token for a node that follows; the old one may be used.
            if (status.Version <= _status.Version && !(status.Version == _status.Version && status.Carrier is not null))
                return;

            _status = status;
        }

        WakeViewers();
        Changed.Set();
    }

    /// <summary>
    /// The node to follow, where the camera sends to another one and somebody watches here; it counts as being followed then. A token
    /// is tried once: what came to nothing is tried again with the next one.
    /// </summary>
    public StreamCarrier? NextToFollow()
    {
        lock (_gate)
        {
            if (_status is not { State: StreamState.Carried, Carrier: { } carrier } || carrier.Node == node.Id || carrier.Run == _fed
                || (carrier.Run, carrier.Token) == _followed || _viewers.Count == 0)
                return null;

            (_fed, _followed) = (carrier.Run, (carrier.Run, carrier.Token));
            return carrier;
        }
    }

    /// <summary>
    /// Begins to take in a run; what was taken in before ends. Cancelled when nobody watches any more, or another run begins, and at
    /// once where it comes too late: the channel is closed, or a playback, which its viewer has seen a part of, would begin anew.
    /// </summary>
    public CancellationToken BeginFeed(string run)
    {
        var feed = new CancellationTokenSource();
        CancellationTokenSource? before;
        lock (_gate)
        {
            if (_isClosed || (!id.IsLive && (_ended is not null || _feed is not null)))
                return new CancellationToken(canceled: true);

            if (_feed is not null)
                Over(_fed!);
            (before, _feed, _fed) = (_feed, feed, run);
            _idleSince = node.Time.GetTimestamp();
        }

        before?.Cancel();
        Buffer.Clear();
        return feed.Token;
    }

    /// <summary>A run has ended here: what is left of a live one is forgotten.</summary>
    /// <param name="run">Which.</param>
    /// <param name="isOver">Whether nobody else can have it: the grain is told, so that there is another one where somebody watches.</param>
    public async Task EndFeed(string run, bool isOver)
    {
        var isMissed = false;
        lock (_gate)
        {
            if (_fed == run)
            {
                (_feed, _fed) = (null, null);
                if (id.IsLive)
                    Buffer.Clear();
                Over(run);
                isMissed = _viewers.Count > 0;
            }
        }

        if (isMissed)
            node.Instruments.Lost();

        WakeViewers();
        Changed.Set();
        if (isOver)
            await Line.Drop(run);
    }

    /// <summary>Gives a fragment to all who watch. Of a playback it waits until its viewer has room for it.</summary>
    public async ValueTask Put(MediaFragment fragment, CancellationToken cancel)
    {
        await Buffer.Put(fragment, cancel);
        WakeViewers();
    }

    /// <summary>The next fragment for a viewer, held for it; null where there is none, or it has not asked for more.</summary>
    public MediaFragment? Take(StreamViewer viewer)
    {
        if (!viewer.HasCredit || Buffer.Take(ref viewer.Place, out var skipped) is not { } fragment)
            return null;

        viewer.Spend();
        node.Instruments.Skipped(skipped);
        return fragment;
    }

    /// <summary>A second has gone by.</summary>
    public void Tick()
    {
        WakeViewers();
        Changed.Set();
    }

    /// <summary>Ends all who watch, and what comes in: the node stops. Nobody can join any more.</summary>
    public void End(ViewerEnd why)
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var viewer in _viewers)
                viewer.End(why);
            _feed?.Cancel();
        }
    }

    /// <summary>Whether nobody has watched for long enough; then nobody can join any more, and what comes in is ended.</summary>
    public bool TryForget()
    {
        lock (_gate)
        {
            var linger = id.IsLive ? node.Options.Linger : _wasWatched ? TimeSpan.Zero : PlaybackWait;
            if (_viewers.Count > 0 || node.Time.GetElapsedTime(_idleSince) < linger)
                return false;

            _isClosed = true;
            _feed?.Cancel();
            return true;
        }
    }

    /// <summary>Its keeper has gone, and has told the grain.</summary>
    public void Close()
    {
        Buffer.Clear();
        _closed.TrySetResult();
    }

    /// <summary>Other nodes that came for a run have got what there is of it.</summary>
    private void Over(string run)
    {
        _ended = run;
        foreach (var viewer in _viewers.Where(v => v.Run == run))
            viewer.Finish();
    }

    private void WakeViewers()
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers)
                viewer.Wake();
        }
    }
}
