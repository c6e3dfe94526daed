using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Projections;
using Mihari.Refusals;

namespace Mihari.Web.Live;

/// <summary>The grain's side of a feed.</summary>
internal interface ILiveSource<TSnapshot>
{
    /// <summary>Subscribes, or renews the subscription, on behalf of a viewer.</summary>
    Task<TSnapshot> Subscribe(Caller by, TimeSpan lease);

    /// <summary>Where the projection stands.</summary>
    Task<ProjectionPosition> Position();

    Task Unsubscribe();
}

/// <summary>
/// One projection followed by this node for all its viewers. A single loop subscribes, renews and recovers; deltas come in
/// from the observer. Where both meet, <c>_gate</c> is held.
/// </summary>
internal sealed partial class LiveFeed<TSnapshot, TItem>
    where TSnapshot : class
    where TItem : class, IProjected
{
    /// <summary>Deltas kept while a subscription is on its way; more than these, and another snapshot is fetched.</summary>
    private const int MostEarly = 64;

    /// <summary>
    /// How often is looked whether the projection is still the one that is followed. Its grain may have been lost with its silo, and
    /// nothing comes from the one that takes its place before it is asked.
    /// </summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long a question may take; a silo that hangs is not waited for.</summary>
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<LiveViewer<TSnapshot, TItem>> _viewers = [];
    private readonly List<ProjectionDelta<TItem>> _early = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly LiveModel<TSnapshot, TItem> _model;
    private readonly ILiveSource<TSnapshot> _source;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly LiveInstruments _instruments;
    private readonly ILogger _log;
    private bool _isStale = true; // What is known is not to be trusted until the next snapshot.
    private bool _needsFrame;
    private bool _isBehind;
    private int _failures;

    public LiveFeed(
        LiveShape<TSnapshot, TItem> shape, ILiveSource<TSnapshot> source, LiveOptions options, TimeProvider time, LiveInstruments instruments, ILogger log)
    {
        _model = new LiveModel<TSnapshot, TItem>(shape);
        (_source, _options, _time, _instruments, _log) = (source, options, time, instruments, log);
    }

    private TimeSpan RenewAfter => _options.Lease / 3;

    /// <summary>Adds a viewer that the grain has admitted; it gets a snapshot at once where one is known.</summary>
    public void Add(LiveViewer<TSnapshot, TItem> viewer)
    {
        lock (_gate)
        {
            _viewers.Add(viewer);
            if (!_isStale)
                viewer.Put(_model.Snapshot());
        }

        _wake.Writer.TryWrite(true);
    }

    public void Remove(LiveViewer<TSnapshot, TItem> viewer)
    {
        lock (_gate)
            _viewers.Remove(viewer);
    }

    /// <summary>Takes a delta from the grain.</summary>
    public void OnDelta(ProjectionDelta<TItem> delta)
    {
        lock (_gate)
            Take(delta);
    }

    /// <summary>Follows the projection until cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await using var timer = _time.CreateTimer(
            static state => ((ChannelWriter<bool>)state!).TryWrite(true), _wake.Writer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long? renewed = null;
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                var asker = Asker();
                if (asker is not null)
                {
                    if (!IsDue(renewed))
                        await Check();

                    if (IsDue(renewed) && await Renew(asker))
                        renewed = _failures == 0 ? _time.GetTimestamp() : null;
                }

                // Without a viewer nothing is due, however late the renewal is: whoever comes wakes this.
                timer.Change(asker is null ? Timeout.InfiniteTimeSpan : Pause(renewed), Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }

        await Leave();
    }

    private LiveViewer<TSnapshot, TItem>? Asker()
    {
        lock (_gate)
            return _viewers.Count == 0 ? null : _viewers[0];
    }

    private bool IsDue(long? renewed)
    {
        lock (_gate)
            return _isStale || _needsFrame || renewed is null || _time.GetElapsedTime(renewed.Value) >= RenewAfter;
    }

    private TimeSpan Pause(long? renewed)
    {
        if (_failures > 0)
        {
            var pause = _options.RetryPause * Math.Pow(2, Math.Min(_failures - 1, 10));
            return pause < CheckEvery ? pause : CheckEvery;
        }

        var left = renewed is { } at ? RenewAfter - _time.GetElapsedTime(at) : RenewAfter;
        return left > CheckEvery ? CheckEvery : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A snapshot is wanted where the projection began anew, or is ahead of what came, at two looks in a row.</summary>
    private async Task Check()
    {
        try
        {
            var at = await _source.Position().WaitAsync(LongestQuestion, _time);
            lock (_gate)
            {
                var isAhead = at.Incarnation == _model.Position.Incarnation && at.Sequence > _model.Position.Sequence;
                if (at.Incarnation != _model.Position.Incarnation || (isAhead && _isBehind))
                {
                    _instruments.Gap();
                    _isStale = true;
                }

                _isBehind = isAhead;
            }
        }
#pragma warning disable CA1031 // Whatever it is, the feed asks for the whole, and tries that again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotChecked(e);
            lock (_gate)
                _isStale = true;
        }
    }

    /// <summary>True once it was tried; the asker is put out where the grain no longer lets it watch.</summary>
    private async Task<bool> Renew(LiveViewer<TSnapshot, TItem> asker)
    {
        try
        {
            lock (_gate)
            {
                _needsFrame = false;
                _early.Clear(); // What came before the question is in the answer.
            }

            var fetched = await _source.Subscribe(asker.Caller, _options.Lease).WaitAsync(LongestQuestion, _time);
            Accept(fetched);
            _failures = 0;
        }
        catch (RefusalException refusal)
        {
            Remove(asker);
            asker.Fail(refusal);
            _wake.Writer.TryWrite(true); // The next viewer may still watch.
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, the feed goes on trying while somebody watches.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failures++;
            _instruments.Failure();
            Failed(_failures, e);
        }

        return true;
    }

    private void Accept(TSnapshot fetched)
    {
        lock (_gate)
        {
            var isNews = _model.Accept(fetched) || _isStale;
            _isStale = false;
            if (isNews)
            {
                var snapshot = _model.Snapshot();
                foreach (var viewer in _viewers)
                    viewer.Put(snapshot);
            }

            var early = _early.ToArray();
            _early.Clear();
            foreach (var delta in early)
                Take(delta);
        }
    }

    private void Take(ProjectionDelta<TItem> delta)
    {
        if (!_isStale)
        {
            Apply(delta);
            return;
        }

        if (_early.Count == MostEarly)
            _early.RemoveAt(0); // The gap that this leaves is noticed when they are applied.

        _early.Add(delta);
    }

    private void Apply(ProjectionDelta<TItem> delta)
    {
        switch (_model.Apply(delta))
        {
            case DeltaOutcome.Applied:
                foreach (var viewer in _viewers)
                    viewer.Put(delta);

                if (_model.NeedsFrame(delta))
                    Want(ref _needsFrame);

                break;
            case DeltaOutcome.Gap:
                _instruments.Gap();
                Want(ref _isStale);
                break;
            default:
                break;
        }
    }

    private void Want(ref bool what)
    {
        what = true;
        _wake.Writer.TryWrite(true);
    }

    private async Task Leave()
    {
        try
        {
            await _source.Unsubscribe();
        }
#pragma warning disable CA1031 // The lease ends the subscription anyway.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotLeft(e);
        }
    }

    [LoggerMessage(3201, LogLevel.Warning, "A live subscription could not be made or renewed, attempt {Attempt}")]
    private partial void Failed(int attempt, Exception exception);

    [LoggerMessage(3203, LogLevel.Debug, "It could not be seen whether a live subscription still holds")]
    private partial void NotChecked(Exception exception);

    [LoggerMessage(3202, LogLevel.Debug, "A live subscription was left to its lease")]
    private partial void NotLeft(Exception exception);
}
