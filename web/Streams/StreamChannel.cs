using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>
/// One stream on this node: what comes in once, from the camera or from the node that it sends to, goes out to all who watch here. Its
/// keeper, a loop, says at the grain that somebody watches, follows where the stream comes from, and ends when nobody does any more.
/// </summary>
internal sealed partial class StreamChannel(StreamId id, DateTimeOffset? from, RelayNode node)
{
    /// <summary>How often the grain is told of each viewer; what it is not told it forgets after <see cref="IStreamGrain.Lease"/>.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long a playback may wait for the node on which its viewer is.</summary>
    private static readonly TimeSpan PlaybackWait = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<StreamViewer> _viewers = [];
    private readonly Wakeup _keeper = new();
    private readonly Wakeup _room = new();
    private CancellationTokenSource? _feed;
    private string? _fed;
    private StreamStatus _status = new(0, StreamState.Waiting, StreamReason.None, null);
    private long _idleSince = node.Time.GetTimestamp();
    private long _renewed = node.Time.GetTimestamp();
    private bool _wasWatched;
    private bool _isClosed;

    public StreamId Id => id;

    public StreamBuffer Buffer { get; } = new(id.IsLive);

    /// <summary>Where the stream stands.</summary>
    public StreamStatus Status => Volatile.Read(ref _status);

    private IStreamGrain Grain => node.Grains.GetGrain<IStreamGrain>(id.Value);

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

        _keeper.Set();
    }

    /// <summary>Says at the grain that a viewer watches; it checks the viewer, and has the camera send.</summary>
    /// <exception cref="RefusalException">It may not.</exception>
    public async Task Ask(Caller caller) => Apply(await Grain.Watch(caller, new StreamRequest(node.Id, from), node.Reference));

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
        _keeper.Set();
    }

    /// <summary>
    /// Begins to take in a run; what was taken in before ends. Cancelled when nobody watches any more, or another run begins.
    /// </summary>
    public CancellationToken BeginFeed(string run)
    {
        var feed = new CancellationTokenSource();
        CancellationTokenSource? before;
        lock (_gate)
        {
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
        bool isNewest, isWatched;
        lock (_gate)
        {
            isNewest = _fed == run;
            isWatched = _viewers.Count > 0;
            if (isNewest)
                (_feed, _fed) = (null, null);
        }

        if (isNewest && id.IsLive)
            Buffer.Clear();
        if (isWatched)
            node.Instruments.Lost();

        _keeper.Set();
        if (isOver)
            await Tell(() => Grain.Drop(run));
    }

    /// <summary>Gives a fragment to all who watch. Of a playback it waits until its viewer has room for it.</summary>
    public async ValueTask Put(MediaFragment fragment, CancellationToken cancel)
    {
        while (!Buffer.TryPut(fragment))
        {
            try
            {
                await _room.Wait(cancel);
            }
            catch (OperationCanceledException)
            {
                fragment.Release();
                throw;
            }
        }

        WakeViewers();
    }

    /// <summary>The next fragment for a viewer, held for it; null where there is none, or it has not asked for more.</summary>
    public MediaFragment? Take(StreamViewer viewer)
    {
        if (!viewer.HasCredit || Buffer.Take(ref viewer.Place, out var skipped) is not { } fragment)
            return null;

        viewer.Spend();
        node.Instruments.Skipped(skipped);
        _room.Set();
        return fragment;
    }

    /// <summary>A second has gone by.</summary>
    public void Tick()
    {
        WakeViewers();
        _keeper.Set();
    }

    private void WakeViewers()
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers)
                viewer.Wake();
        }
    }

    /// <summary>Ends all who watch: the node stops.</summary>
    public void End(ViewerEnd why)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers)
                viewer.End(why);
            _feed?.Cancel();
        }
    }

    /// <summary>Keeps the stream going for as long as somebody watches it here, or another node gets it from here.</summary>
    public async Task Keep(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Follow(stopping);
            if (node.Time.GetElapsedTime(_renewed) >= RenewEvery)
                await Renew();

            if (IsForgotten())
                break;

            await ((Task)_keeper.Wait(stopping).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Tell(() => Grain.Leave(node.Id));
        Buffer.Clear();
    }

    /// <summary>Begins to get the stream from the node that the camera sends to, where it is another one.</summary>
    private void Follow(CancellationToken stopping)
    {
        StreamCarrier carrier;
        lock (_gate)
        {
            if (_status is not { State: StreamState.Carried, Carrier: { } known } || known.Node == node.Id || known.Run == _fed || _viewers.Count == 0)
                return;

            carrier = known;
            _fed = carrier.Run; // It is being tried: not twice at once.
        }

        _ = node.Follow(this, carrier, stopping);
    }

    private async Task Renew()
    {
        _renewed = node.Time.GetTimestamp();
        StreamViewer[] viewers;
        lock (_gate)
            viewers = [.. _viewers.Where(v => v.Caller is not null)];

        foreach (var viewer in viewers)
        {
            try
            {
                await Ask(viewer.Caller!);
            }
            catch (UnknownIdException)
            {
                viewer.End(ViewerEnd.Unknown);
            }
            catch (RefusalException)
            {
                viewer.End(ViewerEnd.NotPermitted);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                NotRenewed(node.Log, id, e);
                return;
            }
        }
    }

    /// <summary>Whether nobody has watched for long enough; then nobody can join any more, and what comes in is ended.</summary>
    private bool IsForgotten()
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

    private async Task Tell(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotRenewed(node.Log, id, e); // The lease runs out by itself.
        }
    }

    [LoggerMessage(3401, LogLevel.Information, "The grain of stream {Stream} could not be told")]
    private static partial void NotRenewed(ILogger logger, StreamId stream, Exception exception);
}
