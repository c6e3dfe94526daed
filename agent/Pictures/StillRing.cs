namespace Mihari.Agent.Pictures;

/// <summary>The last half minute as JPEGs, so that a thumbnail or snapshot needs no decoding. Safe for several threads.</summary>
internal sealed class StillRing
{
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    private readonly Queue<Still> _stills = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(Still still)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            _stills.Enqueue(still);
            while (_stills.Peek().At < still.At - Span)
                _stills.Dequeue();
            (added, _added) = (_added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        added.SetResult();
    }

    /// <summary>The newest picture, where it is not older than <paramref name="notBefore"/>.</summary>
    public Still? Newest(DateTimeOffset notBefore)
    {
        lock (_lock)
            return _stills.LastOrDefault() is { } still && still.At >= notBefore ? still : null;
    }

    /// <summary>The picture nearest to a moment, where one lies within <paramref name="tolerance"/>.</summary>
    public Still? Nearest(DateTimeOffset moment, TimeSpan tolerance)
    {
        lock (_lock)
            return _stills.MinBy(s => (s.At - moment).Duration()) is { } still && (still.At - moment).Duration() <= tolerance ? still : null;
    }

    /// <summary>Completes when a picture taken at <paramref name="moment"/> or later is there.</summary>
    public async Task Reached(DateTimeOffset moment, CancellationToken cancellation)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                if (_stills.LastOrDefault()?.At >= moment)
                    return;
                added = _added.Task;
            }

            await added.WaitAsync(cancellation);
        }
    }
}
