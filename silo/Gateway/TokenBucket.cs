namespace Mihari.Silo.Gateway;

/// <summary>
/// A rate with a burst: <see cref="Take"/> says how long to wait for one's turn. Turns are given in the order of asking.
/// Kept as the moment at which the bucket is full again, so an instance is two numbers and a lock.
/// </summary>
internal sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly long _tolerance;
    private long _fullAt;

    /// <param name="perSecond">The sustained rate.</param>
    /// <param name="burst">How many may come at once after a pause; at least 1.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(int perSecond, int burst, TimeProvider time)
    {
        _time = time;
        _interval = time.TimestampFrequency / perSecond;
        _tolerance = _interval * (burst - 1);
        _fullAt = time.GetTimestamp();
    }

    /// <summary>Whether a newcomer would find the whole burst.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _fullAt <= _time.GetTimestamp();
        }
    }

    /// <summary>Takes a turn; zero, or the time until it comes.</summary>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var full = Math.Max(_fullAt, now);
            var wait = full - _tolerance - now;
            _fullAt = full + _interval;
            return wait <= 0 ? TimeSpan.Zero : _time.GetElapsedTime(0, wait);
        }
    }

    /// <summary>Takes a turn if it comes within <paramref name="longest"/>; null, and nothing taken, if not.</summary>
    public TimeSpan? TryTake(TimeSpan longest)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var full = Math.Max(_fullAt, now);
            var wait = full - _tolerance - now;
            var span = wait <= 0 ? TimeSpan.Zero : _time.GetElapsedTime(0, wait);
            if (span > longest)
                return null;
            _fullAt = full + _interval;
            return span;
        }
    }
}
