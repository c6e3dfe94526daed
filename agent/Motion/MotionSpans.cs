namespace Mihari.Agent.Motion;

/// <summary>When motion was on, for the manifests of the minutes. Safe for several threads.</summary>
internal sealed class MotionSpans
{
    /// <summary>How long spans are remembered; a minute is closed long before.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly List<(DateTimeOffset From, DateTimeOffset? To)> _spans = [];
    private readonly Lock _lock = new();

    public void Start(DateTimeOffset at)
    {
        lock (_lock)
        {
            _spans.RemoveAll(s => s.To < at - Memory);
            _spans.Add((at, null));
        }
    }

    public void End(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_spans.Count > 0 && _spans[^1].To is null)
                _spans[^1] = (_spans[^1].From, at > _spans[^1].From ? at : _spans[^1].From);
        }
    }

    /// <summary>
    /// The parts of the spans within a minute, in milliseconds from its start, in order and apart from each other:
    /// a clock that was set back makes spans that overlap, and they become one.
    /// </summary>
    public IReadOnlyList<int[]> Within(DateTimeOffset start, TimeSpan duration)
    {
        lock (_lock)
        {
            var parts = new List<int[]>();
            foreach (var (from, to) in _spans)
            {
                var first = (int)Math.Max(0, Math.Min(duration.TotalMilliseconds, (from - start).TotalMilliseconds));
                var last = (int)Math.Max(0, Math.Min(duration.TotalMilliseconds, ((to ?? start + duration) - start).TotalMilliseconds));
                if (last > first)
                    parts.Add([first, last]);
            }

            var merged = new List<int[]>();
            foreach (var part in parts.OrderBy(p => p[0]))
            {
                if (merged.Count > 0 && part[0] <= merged[^1][1])
                    merged[^1][1] = Math.Max(merged[^1][1], part[1]);
                else
                    merged.Add(part);
            }

            return merged;
        }
    }
}
