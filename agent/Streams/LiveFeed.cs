using Mihari.Agent.Media;

namespace Mihari.Agent.Streams;

/// <summary>The newest fragment of a camera, and no other: whoever is slow finds the newest when he comes. Safe for several threads.</summary>
internal sealed class LiveFeed(TimeProvider time)
{
    /// <summary>A fragment that came longer ago is not live any more.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private CapturedFragment? _newest;
    private long _number;
    private long _came;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Publish(CapturedFragment fragment)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            (_newest, _came) = (fragment, time.GetTimestamp());
            _number++;
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }

    /// <summary>The number after which to begin: just before the newest fragment where that is fresh, else after it.</summary>
    public long Join()
    {
        lock (_lock)
            return _newest is not null && time.GetElapsedTime(_came) < Fresh ? _number - 1 : _number;
    }

    /// <summary>The newest fragment and its number, at once where it came after number <paramref name="seen"/>, else when it comes.</summary>
    public async Task<(CapturedFragment Fragment, long Number)> Next(long seen, CancellationToken cancellation)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_number > seen)
                    return (_newest!, _number);
                more = _more.Task;
            }

            await more.WaitAsync(cancellation);
        }
    }
}
