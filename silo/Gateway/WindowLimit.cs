namespace Mihari.Silo.Gateway;

/// <summary>
/// At most <c>limit</c> happenings of a key within a sliding window, for at most <c>capacity</c> keys: beyond that the
/// key that happened first is forgotten, so that memory stays bounded whatever is thrown at it.
/// </summary>
internal sealed class WindowLimit<TKey>(int limit, TimeSpan window, int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Moments> _moments = [];
    private readonly Queue<TKey> _order = new();

    /// <summary>Keys held now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _moments.Count;
        }
    }

    /// <summary>Whether the limit is reached.</summary>
    public bool IsReached(TKey key)
    {
        lock (_gate)
            return _moments.TryGetValue(key, out var moments) && IsReached(moments);
    }

    /// <summary>Counts a happening; false, and not counted, where the limit was reached before.</summary>
    public bool TryAdd(TKey key)
    {
        lock (_gate)
        {
            if (!_moments.TryGetValue(key, out var moments))
            {
                MakeRoom();
                moments = new Moments(limit);
                _moments.Add(key, moments);
                _order.Enqueue(key);
            }
            else if (IsReached(moments))
            {
                return false;
            }

            moments.Add(time.GetTimestamp());
            return true;
        }
    }

    private bool IsReached(Moments moments) => moments.IsFull && time.GetElapsedTime(moments.Oldest) < window;

    private void MakeRoom()
    {
        // Two a call: keys that are out of date go faster than new ones come.
        for (var i = 0; i < 2 && _order.TryPeek(out var oldest); i++)
        {
            var expired = time.GetElapsedTime(_moments[oldest].Newest) >= window;
            if (!expired && _moments.Count < capacity)
                return;
            _moments.Remove(_order.Dequeue());
        }
    }

    private sealed class Moments(int limit)
    {
        private readonly long[] _ring = new long[limit];
        private int _next;

        public bool IsFull { get; private set; }

        public long Oldest => _ring[_next];

        public long Newest => _ring[(_next + _ring.Length - 1) % _ring.Length];

        public void Add(long moment)
        {
            _ring[_next] = moment;
            _next = (_next + 1) % _ring.Length;
            IsFull |= _next == 0;
        }
    }
}
