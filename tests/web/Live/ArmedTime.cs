using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Mihari.Tests.Web.Live;

/// <summary>A clock held by the test, which tells when the timer of a feed is set, and after how many subscriptions.</summary>
internal sealed class ArmedTime(Func<int> subscriptions) : FakeTimeProvider
{
    private readonly Channel<(int Subscriptions, TimeSpan Wait)> _armed = Channel.CreateUnbounded<(int Subscriptions, TimeSpan Wait)>();
    private int _last;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ArmedTimer(this, base.CreateTimer(callback, state, dueTime, period));

    /// <summary>Until a timer has been set after that many subscriptions.</summary>
    public async Task Armed(int after)
    {
        while (_last < after)
            await NextWait();
    }

    /// <summary>The next wait that the timer is set to, of those that <see cref="Armed"/> has not passed over.</summary>
    public async Task<TimeSpan> NextWait()
    {
        (_last, var wait) = await _armed.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);
        return wait;
    }

    private sealed class ArmedTimer(ArmedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isSet = timer.Change(dueTime, period);
            time._armed.Writer.TryWrite((time.Subscriptions(), dueTime));
            return isSet;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }

    private int Subscriptions() => subscriptions();
}
