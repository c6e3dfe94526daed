using System.Diagnostics;
using System.Globalization;

namespace Mihari.Tests.System.Processes;

/// <summary>What happened so far, and a way to wait for what happens next.</summary>
internal sealed class EventLog<T>(string name)
{
    private const int Told = 40;

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<(int From, Func<T, bool> Match, TaskCompletionSource<T> Found)> _waiting = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_items.Count <= _waiting[i].From || !_waiting[i].Match(item))
                    continue;

                _waiting[i].Found.TrySetResult(item);
                _waiting.RemoveAt(i);
            }
        }
    }

    /// <summary>The first that matches after the first <paramref name="from"/>; it may be there already.</summary>
    public async Task<T> Find(Func<T, bool> match, TimeSpan patience, int from = 0, string what = "")
    {
        Task<T> found;
        lock (_gate)
        {
            foreach (var item in _items.Skip(from))
            {
                if (match(item))
                    return item;
            }

            var waiting = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((from, match, waiting));
            found = waiting.Task;
        }

        var since = Stopwatch.StartNew();
        try
        {
            return await found.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            var seen = string.Join('\n', All.TakeLast(Told));
            throw new Xunit.Sdk.XunitException(string.Create(CultureInfo.InvariantCulture, $"{name}: {what} did not come within {since.Elapsed.TotalSeconds:0.0} s; the last that came:\n{seen}"));
        }
    }
}
