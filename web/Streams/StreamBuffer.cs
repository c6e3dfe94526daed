namespace Mihari.Web.Streams;

/// <summary>
/// The newest fragments of a stream. Live, it overwrites the oldest and a reader that is too far behind goes on with the newest, so that
/// nobody waits for anybody and nothing grows. Of a playback nothing is left out: it takes no more than its one reader has room for.
/// Every fragment starts with a key frame.
/// </summary>
internal sealed class StreamBuffer(bool isLive)
{
    /// <summary>Fragments that are kept: seconds.</summary>
    public const int Depth = 4;

    /// <summary>A reader that is further behind is moved to the newest.</summary>
    public const int MostBehind = 2;

    private readonly Lock _gate = new();
    private readonly MediaFragment?[] _ring = new MediaFragment?[Depth];
    private readonly Wakeup _room = new();
    private readonly Wakeup _freed = new();
    private long _first;
    private long _next;
    private int _taken;

    /// <summary>Where a new reader starts: with the newest of a live stream, with the first of a playback.</summary>
    public long Start
    {
        get
        {
            lock (_gate)
                return isLive ? Math.Max(_first, _next - 1) : _first;
        }
    }

    /// <summary>Takes a fragment over. Of a playback it waits until there is room for it.</summary>
    public async ValueTask Put(MediaFragment fragment, CancellationToken cancel)
    {
        while (!TryPut(fragment))
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
    }

    /// <summary>How many fragments of a playback were taken since this was asked last, when there are some.</summary>
    public async Task<int> Taken(CancellationToken cancel)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _taken, 0) is > 0 and var taken)
                return taken;
            await _freed.Wait(cancel);
        }
    }

    /// <summary>The next fragment of a reader, held for it; null where there is none yet.</summary>
    /// <param name="at">The reader's place; goes up.</param>
    /// <param name="skipped">How many it has not been given.</param>
    public MediaFragment? Take(ref long at, out int skipped)
    {
        lock (_gate)
        {
            skipped = 0;
            if (at >= _next || _first == _next) // Behind, but what it has missed was forgotten.
                return null;

            var from = !isLive ? _first : _next - at > MostBehind || at < _first ? _next - 1 : at;
            skipped = (int)(from - at);
            at = from + 1;
            var fragment = _ring[from % Depth]!.Hold();
            if (isLive)
                return fragment;

            Drop();
            Interlocked.Increment(ref _taken);
            _room.Set();
            _freed.Set();
            return fragment;
        }
    }

    /// <summary>Forgets what it has: it is of no use to a viewer who comes later.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            while (_first < _next)
                Drop();
        }
    }

    private bool TryPut(MediaFragment fragment)
    {
        lock (_gate)
        {
            if (_next - _first == Depth)
            {
                if (!isLive)
                    return false;
                Drop();
            }

            _ring[_next++ % Depth] = fragment;
            return true;
        }
    }

    private void Drop()
    {
        ref var oldest = ref _ring[_first++ % Depth];
        oldest!.Release();
        oldest = null;
    }
}
