using System.Diagnostics.Metrics;
using Mihari.Tests.Web.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Mihari.Tests.Web.Streams;

/// <summary>Counts the fragments that the viewers of a node were too slow for.</summary>
internal sealed class Skipped : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public Skipped(WebFixture web)
    {
        var meters = web.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "mihari.relay.skipped" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    public long Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
