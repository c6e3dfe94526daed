using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Tests.Web.Live;

namespace Mihari.Tests.Web.Hosts;

/// <summary>The sum of what a node has told of one instrument since this was made.</summary>
internal sealed class InstrumentSum : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _reached = new();
    private long _sum;

    public InstrumentSum(WebFixture web, string name)
    {
        var meters = web.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => ReachedBy(Interlocked.Add(ref _sum, value)).TrySetResult());
        _listener.Start();
    }

    public long Value => Volatile.Read(ref _sum);

    /// <summary>Completes when the sum has been that.</summary>
    public Task Reached(long sum) => ReachedBy(sum).Task.WaitAsync(Wait.Long);

    public void Dispose() => _listener.Dispose();

    private TaskCompletionSource ReachedBy(long sum) => _reached.GetOrAdd(sum, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
