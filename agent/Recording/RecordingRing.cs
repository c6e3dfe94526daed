using Microsoft.Extensions.Logging;
using Mihari.Agent.Media;
using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>Told what happens on a card; called outside of the ring's lock, from the recording task.</summary>
internal interface ICardObserver
{
    /// <summary>Start of the minute that was announced last, over restarts; newer ones on a card are announced when it is read.</summary>
    DateTimeOffset? Announced { get; }

    /// <summary>A minute is durable. The same one may be told twice, after a crash or after the clock was set back.</summary>
    void OnMinuteClosed(SegmentManifest minute);

    void OnCardState(WireSdState state);
}

/// <summary>
/// The SD card: a minute a file, aligned to the minutes of the wall clock, the oldest overwritten when the capacity
/// is reached. A file that fails never throws at the caller: it becomes the card's state. Safe for several threads.
/// </summary>
internal sealed partial class RecordingRing(
    string device, RecordingFolder folder, long capacity, ICardObserver observer,
    Func<DateTimeOffset, TimeSpan, IReadOnlyList<int[]>> motion, ILogger logger, Func<string, Stream>? create = null)
{
    private readonly Func<string, Stream> _create = create ?? (path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete));
    private readonly Lock _lock = new();
    private readonly List<SegmentManifest> _minutes = [];
    private MinuteWriter? _open;
    private long _used;
    private WireSdState _state = WireSdState.Missing;
    private bool _scanned;
    private DateTimeOffset _reached;
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a hello says about the card.</summary>
    public SdCardReport Report()
    {
        lock (_lock)
        {
            return new SdCardReport
            {
                State = _state,
                CapacityBytes = capacity,
                UsedBytes = _used + (_open?.Bytes ?? 0),
                Oldest = _minutes.Count > 0 ? _minutes[0].Start : _open?.Start,
            };
        }
    }

    /// <summary>Reads the card at start, and announces what a crash has kept from being announced.</summary>
    public void Open()
    {
        var closed = new List<SegmentManifest>();
        lock (_lock)
            _state = Guarded(() => Scan(closed));
        Tell(_state, _state, closed);
    }

    /// <summary>Records a fragment, or finds out why that is not possible.</summary>
    public void Append(CapturedFragment fragment)
    {
        var closed = new List<SegmentManifest>();
        WireSdState before, after;
        TaskCompletionSource progress;
        lock (_lock)
        {
            before = _state;
            after = _state = Guarded(() => Write(fragment, closed));
            if (after != WireSdState.Ok)
            {
                _open?.Abandon();
                _open = null;
            }

            _reached = fragment.End;
            (progress, _progress) = (_progress, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        progress.SetResult();
        Tell(before, after, closed);
    }

    /// <summary>
    /// Looks whether the card is there, where no fragment does so. That a card is there does not make a bad one good:
    /// that it can be written again shows with the next fragment.
    /// </summary>
    public void Check()
    {
        var closed = new List<SegmentManifest>();
        WireSdState before, after;
        lock (_lock)
        {
            before = _state;
            var known = _scanned && before != WireSdState.Missing;
            after = Guarded(() =>
            {
                if (!_scanned)
                    Scan(closed);
            });
            after = _state = known && after == WireSdState.Ok ? before : after;
        }

        Tell(before, after, closed);
    }

    /// <summary>Closes the open minute, at the end of the program or of the pictures.</summary>
    public void CloseMinute()
    {
        var closed = new List<SegmentManifest>();
        WireSdState before, after;
        lock (_lock)
        {
            before = _state;
            after = _state = _open is null ? _state : Guarded(() => CloseOpen(closed));
        }

        Tell(before, after, closed);
    }

    /// <summary>Completes when all up to <paramref name="moment"/> has been handed to the card, recorded or not.</summary>
    public async Task Reached(DateTimeOffset moment, CancellationToken cancellation)
    {
        while (true)
        {
            Task progress;
            lock (_lock)
            {
                if (_reached >= moment)
                    return;
                progress = _progress.Task;
            }

            await progress.WaitAsync(cancellation);
        }
    }

    /// <summary>All recorded fragments that touch a span, oldest first; the open minute's included.</summary>
    public IReadOnlyList<CapturedFragment> Read(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            var found = new List<CapturedFragment>();
            foreach (var minute in _minutes.Where(m => m.Start < to && m.Start.AddMilliseconds(m.DurationMs) > from))
            {
                var file = folder.FileOf(minute.Start);
                if (RecordingFolder.Read(file, walk: false) is { } rows)
                    Collect(file, rows.Manifest.Start, rows.InitBytes, rows.Fragments);
            }

            if (_open is not null && _open.Start < to && _open.End > from)
                Collect(_open.Path, _open.Start, _open.InitBytes, _open.Fragments);
            return found;

            void Collect(string file, DateTimeOffset start, int initBytes, IReadOnlyList<int[]> rows)
            {
                try
                {
                    // A fragment lasts about a second; one that starts long before the span does not reach into it.
                    found.AddRange(RecordingFolder.ReadFragments(
                        file, start, initBytes, rows, f => f.At < to && f.End > from, at => at < to && at > from.AddSeconds(-20)));
                }
                catch (Exception e) when (CardFailure.IsFailure(e) || e is InvalidDataException)
                {
                    MinuteUnreadable(logger, device, start, e.Message);
                }
            }
        }
    }

    /// <summary>Where a recording goes on: the earliest minute that ends after a moment, the open one included.</summary>
    /// <param name="moment">What lies before it was played.</param>
    /// <param name="grown">Completes with the next fragment that is handed to the card, recorded or not.</param>
    /// <returns>Null where nothing is recorded after the moment.</returns>
    public MinuteOnCard? After(DateTimeOffset moment, out Task grown)
    {
        lock (_lock)
        {
            grown = _progress.Task;
            var closed = _minutes.Where(m => m.Start.AddMilliseconds(m.DurationMs) > moment).MinBy(m => m.Start);
            if (_open is not null && _open.End > moment && (closed is null || _open.Start < closed.Start))
                return new MinuteOnCard(_open.Path, _open.Start, _open.End, _open.InitBytes, [.. _open.Fragments]);
            return closed is null ? null : new MinuteOnCard(folder.FileOf(closed.Start), closed.Start, closed.Start.AddMilliseconds(closed.DurationMs), 0, null);
        }
    }

    /// <summary>Manifests that touch a span, oldest first.</summary>
    public IReadOnlyList<SegmentManifest> List(DateTimeOffset from, DateTimeOffset to, int most)
    {
        lock (_lock)
            return [.. _minutes.Where(m => m.Start < to && m.Start.AddMilliseconds(m.DurationMs) > from).Take(most)];
    }

    /// <summary>The file of a closed minute; null where there is none.</summary>
    public byte[]? ReadMinute(DateTimeOffset start)
    {
        lock (_lock)
        {
            try
            {
                return Contains(start) ? File.ReadAllBytes(folder.FileOf(start)) : null;
            }
            catch (Exception e) when (CardFailure.IsFailure(e))
            {
                MinuteUnreadable(logger, device, start, e.Message);
                return null;
            }
        }
    }

    /// <summary>Whether a closed minute is still on the card.</summary>
    public bool Contains(DateTimeOffset start)
    {
        lock (_lock)
            return _minutes.Exists(m => m.Start == start);
    }

    private void Write(CapturedFragment fragment, List<SegmentManifest> closed)
    {
        if (!_scanned)
            Scan(closed);
        if (_open is not null && !File.Exists(_open.Path))
            throw new IOException("the open minute is gone");

        // A card so small that it holds but two pieces still has one to overwrite.
        if (_open is not null && (!_open.Fits(fragment) || _open.Bytes + fragment.Fragment.Bytes.Length > capacity / 2))
            CloseOpen(closed);

        while (_minutes.Count > 0 && _used + (_open?.Bytes ?? 0) + fragment.Fragment.Bytes.Length > capacity)
            DropOldest();
        while (true)
        {
            try
            {
                _open ??= Create(fragment);
                _open.Append(fragment);
                return;
            }
            catch (IOException e) when (CardFailure.State(e) == WireSdState.Full && _minutes.Count > 0)
            {
                // Something else fills the card. The piece that was cut off goes; so does an old minute.
                _open?.Abandon();
                _open = null;
                DropOldest();
            }
        }
    }

    private MinuteWriter Create(CapturedFragment fragment)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(fragment.At.ToUnixTimeMilliseconds());
        while (File.Exists(folder.FileOf(start)))
            start = start.AddMilliseconds(1);
        return MinuteWriter.Create(folder.FileOf(start), _create, fragment, start);
    }

    private void CloseOpen(List<SegmentManifest> closed)
    {
        var open = _open!;
        _open = null;
        using (open)
        {
            var manifest = open.Close(motion).Manifest;
            _minutes.Add(manifest);
            _used += manifest.Bytes;
            closed.Add(manifest);
        }
    }

    private void DropOldest()
    {
        var oldest = _minutes[0];
        folder.Delete(oldest.Start);
        _minutes.RemoveAt(0);
        _used -= oldest.Bytes;
    }

    private void Scan(List<SegmentManifest> closed)
    {
        // A card that was away: what was open on it is torn like any other.
        _open?.Dispose();
        _open = null;
        _minutes.Clear();
        _minutes.AddRange(folder.Scan(motion, out var torn).Select(m => m.Manifest));
        _used = _minutes.Sum(m => m.Bytes);
        _scanned = true;
        var announced = observer.Announced ?? DateTimeOffset.MinValue;
        closed.AddRange(_minutes.Where(m => m.Start > announced));
        foreach (var one in torn)
        {
            if (one.KeptMs is { } kept)
                TornKept(logger, device, kept / 1000.0, Path.GetFileName(one.File), one.LostBytes);
            else
                TornDropped(logger, device, Path.GetFileName(one.File));
        }
    }

    private WireSdState Guarded(Action action)
    {
        try
        {
            if (folder.Exists)
            {
                action();
                return WireSdState.Ok;
            }

            _scanned = false;
            _minutes.Clear();
            _used = 0;
            return WireSdState.Missing;
        }
        catch (Exception e) when (CardFailure.IsFailure(e))
        {
            var state = folder.Exists ? CardFailure.State(e) : WireSdState.Missing;
            if (state != _state)
                CardFailed(logger, device, state, e.Message);
            return state == WireSdState.Missing && folder.Exists ? WireSdState.Error : state;
        }
    }

    private void Tell(WireSdState before, WireSdState after, List<SegmentManifest> closed)
    {
        foreach (var minute in closed)
            observer.OnMinuteClosed(minute);
        if (before != after)
            observer.OnCardState(after);
    }

    [LoggerMessage(4201, LogLevel.Warning, "{Device}: dropped the torn recording {File}")]
    private static partial void TornDropped(ILogger logger, string device, string file);

    [LoggerMessage(4204, LogLevel.Warning, "{Device}: kept {Seconds:0.#} s of the torn recording {File}, dropped {Bytes} bytes at its end")]
    private static partial void TornKept(ILogger logger, string device, double seconds, string file, long bytes);

    [LoggerMessage(4202, LogLevel.Warning, "{Device}: the card is {State}: {Reason}")]
    private static partial void CardFailed(ILogger logger, string device, WireSdState state, string reason);

    [LoggerMessage(4203, LogLevel.Warning, "{Device}: the minute {Start:O} cannot be read: {Reason}")]
    private static partial void MinuteUnreadable(ILogger logger, string device, DateTimeOffset start, string reason);
}
