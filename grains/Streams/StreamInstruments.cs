using System.Diagnostics.Metrics;

namespace Mihari.Grains.Streams;

/// <summary>How cameras come when they are asked for video.</summary>
public sealed class StreamInstruments
{
    public const string MeterName = "Mihari.Streams";

    private readonly Histogram<double> _came;

    public StreamInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _came = meter.CreateHistogram<double>("mihari.streams.came", "s", "From a stream command to the camera's socket at a web node");
    }

    public void Came(TimeSpan after, bool isLive) => _came.Record(after.TotalSeconds, new KeyValuePair<string, object?>("kind", isLive ? "live" : "recorded"));
}
