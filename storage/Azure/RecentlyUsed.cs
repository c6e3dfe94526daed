using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Mihari.Storage.Azure;

/// <summary>
/// A bounded memory of what was used last, in two generations: what is in use comes over from the older one, the rest is forgotten
/// with it. Holds at most twice the capacity. Safe for use by many at once.
/// </summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private int _count;
    private ConcurrentDictionary<TKey, TValue> _now = new();
    private ConcurrentDictionary<TKey, TValue> _before = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_now.TryGetValue(key, out value))
            return true;
        if (!_before.TryGetValue(key, out value))
            return false;

        this[key] = value;
        return true;
    }

    public TValue this[TKey key]
    {
        set
        {
            if (_now.TryAdd(key, value))
                MakeRoom();
            else
                _now[key] = value;
        }
    }

    private void MakeRoom()
    {
        if (Interlocked.Increment(ref _count) <= capacity)
            return;

        lock (_turning)
        {
            if (_count <= capacity)
                return;

            (_before, _now, _count) = (_now, new(), 0);
        }
    }

    public void Forget(TKey key)
    {
        _now.TryRemove(key, out _);
        _before.TryRemove(key, out _);
    }
}
