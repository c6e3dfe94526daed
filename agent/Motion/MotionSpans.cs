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

    /// <summary>The parts of the spans within a minute, in milliseconds from its start.</summary>
    public IReadOnlyList<int[]> Within(DateTimeOffset start, TimeSpan duration)
    {
        lock (_lock)
        {
            var parts = new List<int[]>();
            foreach (var (from, to) in _spans)
            {
                var first = Math.Max(0, (from - start).TotalMilliseconds);
                var last = Math.Min(duration.TotalMilliseconds, ((to ?? start + duration) - start).TotalMilliseconds);
                if (last > first)
                    parts.Add([(int)first, (int)last]);
            }

            return parts;
        }
    }
}
